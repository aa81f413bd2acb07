namespace GateService.Core.Policies.Reading;

/// <summary>
/// Lays one layer over another. Maps merge key by key, everything else is replaced whole, limits too: a team that sets
/// <c>atMost</c> means all of it. An objective or a signature set to null is removed. Of signatures the first that matches decides, so those above come first.
/// </summary>
public static class PolicyMerge
{
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
                (_, PolicyNode.Map lower, PolicyNode.Map upper) => Layer(lower, upper),
                _ => value,
            });
        }

        return merged with { Layers = [.. below.Layers.Except(above.Layers), .. above.Layers] };
    }

    private static PolicyNode.Map Signatures(PolicyNode.Map below, PolicyNode.Map above) => new(
        [.. above.Entries.Where(rule => rule.Value is not PolicyNode.Scalar { Text: null }), .. below.Entries.Where(rule => above[rule.Key] is null)], below.Position);

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
