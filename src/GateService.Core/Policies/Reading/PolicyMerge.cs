namespace GateService.Core.Policies.Reading;

/// <summary>
/// Lays one layer over another. Maps merge key by key, everything else is replaced whole, limits too: a team that sets
/// <c>atMost</c> means all of it. An objective or a signature set to null is removed. Of signatures the first that matches decides, so those above come first.
/// Conditions on requests add up.
/// </summary>
public static class PolicyMerge
{
    private const string Where = "where";

    private static readonly string[] Limits = ["atMost", "atLeast"];

    public static PolicyNode.Map Layer(PolicyNode.Map below, PolicyNode.Map above)
    {
        var merged = below;
        foreach (var (key, value) in above.Entries)
        {
            merged = merged.With(key, (key, merged[key], value) switch
            {
                ("objectives", PolicyNode.Map lower, PolicyNode.Map upper) => Objectives(lower, upper),
                ("signatures", PolicyNode.Map lower, PolicyNode.Map upper) => Signatures(lower, upper),
                ("telemetry", PolicyNode.Map lower, PolicyNode.Map upper) => Telemetry(lower, upper),
                (_, PolicyNode.Map lower, PolicyNode.Map upper) => Layer(lower, upper),
                _ => value,
            });
        }

        return merged with { Layers = [.. below.Layers.Except(above.Layers), .. above.Layers] };
    }

    private static PolicyNode.Map Signatures(PolicyNode.Map below, PolicyNode.Map above) => new(
        [.. above.Entries.Where(rule => rule.Value is not PolicyNode.Scalar { Text: null }), .. below.Entries.Where(rule => above[rule.Key] is null)], below.Position);

    /// <summary>A condition of an upper layer is one more: it replaces those below by name only, or all of them where it is null.</summary>
    private static PolicyNode.Map Telemetry(PolicyNode.Map below, PolicyNode.Map above) =>
        (below[Where], above[Where]) is ({ } lower, { } upper) && Conditions(lower) is { } conditions && Conditions(upper) is { } more
            ? Layer(below, above).With(Where, Layer(conditions, more))
            : Layer(below, above);

    /// <summary>One without a name goes by that of its file.</summary>
    private static PolicyNode.Map? Conditions(PolicyNode node) => node switch
    {
        PolicyNode.Map map => map,
        PolicyNode.Scalar { Text: not null } => new PolicyNode.Map([new(node.Position.File, node)], node.Position),
        _ => null,
    };

    private static PolicyNode.Map Objectives(PolicyNode.Map below, PolicyNode.Map above)
    {
        var merged = below;
        foreach (var (name, value) in above.Entries)
        {
            merged = (merged[name], value) switch
            {
                (_, PolicyNode.Scalar { Text: null }) => merged.Without(name),
                (PolicyNode.Map lower, PolicyNode.Map upper) => merged.With(name, Objective(lower, upper)),
                // An override without a kind is meant for policies that have the objective; this one has not.
                (null, PolicyNode.Map partial) when partial["kind"] is null => merged,
                _ => merged.With(name, value),
            };
        }

        return merged;
    }

    private static PolicyNode.Map Objective(PolicyNode.Map below, PolicyNode.Map above)
    {
        var cleared = Limits.Any(limit => above[limit] is not null) ? Limits.Aggregate(below, (map, limit) => map.Without(limit)) : below;
        return Layer(cleared, above);
    }
}
