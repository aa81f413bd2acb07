namespace GateService.Core.Policies.Reading;

/// <summary>Reads one value for all weights, or a map from weight to value.</summary>
internal static class StepTableReader
{
    /// <summary>Null where it is not set or faulty.</summary>
    /// <param name="fields">Where it stands.</param>
    /// <param name="key">Its name.</param>
    /// <param name="read">Reads one value.</param>
    /// <param name="expected">What a value is, for people.</param>
    public static Dictionary<double, T>? Read<T>(PolicyFields fields, string key, Func<string, T?> read, string expected)
        where T : struct
    {
        if (fields.Node(key) is not { } node)
        {
            return null;
        }

        var steps = new Dictionary<double, T>();
        foreach (var (weightText, entry) in node is PolicyNode.Map map ? map.Entries : [new("0", node)])
        {
            if (PolicyValue.Number(weightText) is not (>= 0 and <= 100 and { } weight))
            {
                fields.Fault(key, $"weight '{weightText}': expected a percentage of traffic from 0 to 100");
            }
            else if (entry is PolicyNode.Scalar { Text: { } text } && read(text) is { } value)
            {
                steps[weight] = value;
            }
            else
            {
                fields.Fault(key, $"'{(entry as PolicyNode.Scalar)?.Text}': expected {expected}");
            }
        }

        return steps.Count > 0 ? steps : null;
    }
}
