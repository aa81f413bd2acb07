using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>
/// Reads the fields of one map, collecting every fault instead of stopping at the first, and remembers what was read, so that
/// <see cref="RefuseOthers"/> can name the typos.
/// </summary>
internal sealed class PolicyFields(PolicyNode.Map map, string path, List<PolicyFault> faults, List<PolicyValueOrigin>? origins = null)
{
    private readonly List<string> _known = [];

    public PolicyNode.Map Map { get; } = map;

    public string PathTo(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public PolicyNode? Node(string key)
    {
        _known.Add(key);
        return Map[key] is PolicyNode.Scalar { Text: null } ? null : Map[key];
    }

    public bool Has(string key) => Map[key] is not null and not PolicyNode.Scalar { Text: null };

    /// <summary>A text, or null with a fault when it is missing.</summary>
    public string? RequiredText(string key, string expected)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        if (!Has(key))
        {
            Fault(key, $"is missing: expected {expected}");
        }

        return null;
    }

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case PolicyNode.Scalar { Text: { Length: > 0 } text }:
                return text;
            default:
                Fault(key, "expected one value, not a list or map");
                return null;
        }
    }

    /// <summary>A value read by <paramref name="read"/>; the built-in default where it is not set, with its origin.</summary>
    public T Value<T>(string key, Func<string, T?> read, T fallback, string fallbackText, string expected)
        where T : struct
    {
        if (!Has(key))
        {
            _known.Add(key);
            origins?.Add(new PolicyValueOrigin(PathTo(key), fallbackText, PolicyPosition.BuiltIn.File, PolicyPosition.BuiltIn.Line));
            return fallback;
        }

        return Optional(key, read, expected) ?? fallback;
    }

    public T? Optional<T>(string key, Func<string, T?> read, string expected)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var value = read(text);
        if (value is null)
        {
            Fault(key, $"'{text}': expected {expected}{PolicyValue.UnitHint(text, expected)}");
        }

        return value;
    }

    public T? Required<T>(string key, Func<string, T?> read, string expected)
        where T : struct
    {
        if (!Has(key))
        {
            _known.Add(key);
            Fault(key, $"is missing: expected {expected}");
            return null;
        }

        return Optional(key, read, expected);
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case PolicyNode.Scalar { Text: { } text }:
                return [text];
            case PolicyNode.List list when list.Items.All(item => item is PolicyNode.Scalar { Text.Length: > 0 }) && list.Items.Count > 0:
                return [.. list.Items.Cast<PolicyNode.Scalar>().Select(item => item.Text!)];
            default:
                Fault(key, "expected a list of texts");
                return null;
        }
    }

    /// <summary>A nested map; null with a fault where something else stands.</summary>
    public PolicyFields? Nested(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case PolicyNode.Map nested:
                return new PolicyFields(nested, PathTo(key), faults, origins);
            default:
                Fault(key, "expected a map");
                return null;
        }
    }

    public void Fault(string key, string message) => FaultAt((Map[key] ?? Map).Position, key, message);

    /// <summary>Values that do not fit each other: the fault is that of whoever wrote the last of them, not of the layer below that could not know.</summary>
    /// <param name="keys">Those that do not fit.</param>
    /// <param name="key">What the fault is about.</param>
    /// <param name="message">As everywhere.</param>
    public void FaultOfYounger(IReadOnlyList<string> keys, string key, string message) => FaultAt((Youngest(keys) is { } youngest ? Map[youngest]! : Map).Position, key, message);

    /// <summary>Of some keys the one that the topmost layer set, the first of several; null where none is set.</summary>
    public string? Youngest(IReadOnlyList<string> keys) => keys.Where(key => Map[key] is not null).MaxBy(key => Map.LayerOf(Map[key]!.Position.File));

    private void FaultAt(PolicyPosition position, string key, string message) => faults.Add(new PolicyFault(position.File, position.Line, PathTo(key), message));

    /// <summary>Everything that nobody read is a typo.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, _) in Map.Entries.Where(entry => !_known.Contains(entry.Key)))
        {
            Fault(key, $"is no known key here{Closest.Hint(key, _known)}");
        }
    }
}
