using System.Collections.Concurrent;

namespace NewRelic.Simulator.Storage;

/// <summary>Every distinct text once, by a dense number: a predicate on a text attribute is then decided once per text, not per event.</summary>
internal sealed class StringPool
{
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private string[] _texts = new string[1024];
    private int _count;

    /// <summary>What a column of distributions points at.</summary>
    public DistributionPool Distributions { get; } = new();

    public int Count => Volatile.Read(ref _count);

    public string this[int id] => Volatile.Read(ref _texts)[id];

    /// <summary>Called by the one writer only.</summary>
    public int Intern(string text)
    {
        if (_ids.TryGetValue(text, out var known))
        {
            return known;
        }

        var id = _count;
        if (id == _texts.Length)
        {
            var larger = new string[_texts.Length * 2];
            Array.Copy(_texts, larger, id);
            Volatile.Write(ref _texts, larger);
        }

        _texts[id] = text;
        _ids[text] = id;
        Volatile.Write(ref _count, id + 1);
        return id;
    }
}
