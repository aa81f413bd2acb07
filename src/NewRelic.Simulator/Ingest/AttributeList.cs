using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NewRelic.Simulator.Ingest;

/// <summary>Attributes of one event in the order they came. A fifth of a dictionary's memory, which a million seeded events feel.</summary>
internal sealed class AttributeList(KeyValuePair<string, object>[] entries) : IReadOnlyDictionary<string, object>
{
    public int Count => entries.Length;

    public IEnumerable<string> Keys => entries.Select(entry => entry.Key);

    public IEnumerable<object> Values => entries.Select(entry => entry.Value);

    public object this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value)
    {
        foreach (var entry in entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
