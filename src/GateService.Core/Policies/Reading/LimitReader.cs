using System.Globalization;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads <c>atMost</c> or <c>atLeast</c>: one value, one per step weight, or <c>stable</c>.</summary>
internal static class LimitReader
{
    /// <summary>Written instead of a limit: the margin over stable is all there is.</summary>
    private const string Stable = "stable";

    /// <param name="fields">Of the objective.</param>
    /// <param name="allowed">The side this kind of objective takes; null takes either.</param>
    /// <param name="unit">Of the limit.</param>
    /// <param name="takesStable">Whether stable can be the limit; why not where it cannot.</param>
    public static (Comparison Comparison, StepLimits? Limit)? Read(PolicyFields fields, Comparison? allowed, Unit unit, string? takesStable)
    {
        var (atMost, atLeast) = (fields.Node("atMost"), fields.Node("atLeast"));
        var comparison = (atMost, atLeast) switch
        {
            (not null, null) => Comparison.AtMost,
            (null, not null) => Comparison.AtLeast,
            _ => (Comparison?)null,
        };
        var expected = allowed is { } side ? EnumNames.Of(side) : "atMost or atLeast";
        if (comparison is not { } found || (allowed is not null && found != allowed))
        {
            fields.FaultOfYounger(["atMost", "atLeast"], atMost is not null ? "atMost" : atLeast is not null ? "atLeast" : expected, $"expected {(allowed is null ? "either " : "")}{expected}, and only that");
            return null;
        }

        var key = EnumNames.Of(found);
        if ((atMost ?? atLeast) is PolicyNode.Scalar { Text: Stable })
        {
            if (takesStable is not null)
            {
                fields.Fault(key, $"'{Stable}': {takesStable}");
            }

            return takesStable is null ? (found, null) : null;
        }

        return ReadEntries(fields, key, (atMost ?? atLeast)!, unit) is { Count: > 0 } entries && Tightens(fields, key, entries, found)
            ? (found, new StepLimits(entries))
            : null;
    }

    private static Dictionary<double, double>? ReadEntries(PolicyFields fields, string key, PolicyNode node, Unit unit)
    {
        var written = node is PolicyNode.Map map ? map.Entries : [new("0", node)];
        var entries = new Dictionary<double, double>();
        foreach (var (weightText, limitNode) in written)
        {
            var weight = PolicyValue.Number(weightText);
            var limit = limitNode is PolicyNode.Scalar { Text: { } text } ? Limit(text, unit) : null;
            if (weight is not (>= 0 and <= 100))
            {
                fields.Fault(key, $"weight '{weightText}': expected a percentage of traffic from 0 to 100");
            }
            else if (limit is null)
            {
                fields.Fault(key, $"'{(limitNode as PolicyNode.Scalar)?.Text}': expected {Expected(unit)}{(node is PolicyNode.Map ? $" for weight {weightText}" : "")}{PolicyValue.UnitHint((limitNode as PolicyNode.Scalar)?.Text ?? "", Expected(unit))}");
            }
            else if (!entries.TryAdd(weight.Value, limit.Value))
            {
                fields.Fault(key, $"weight {weightText} stands twice");
            }
        }

        return entries.Count == written.Count ? entries : null;
    }

    private static bool Tightens(PolicyFields fields, string key, Dictionary<double, double> entries, Comparison comparison)
    {
        var ordered = entries.OrderBy(entry => entry.Key).ToList();
        foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
        {
            if (comparison == Comparison.AtMost ? later.Value > earlier.Value : later.Value < earlier.Value)
            {
                fields.Fault(key, string.Create(
                    CultureInfo.InvariantCulture, $"the limit at weight {later.Key} ({later.Value}) is looser than at weight {earlier.Key} ({earlier.Value}): limits tighten as the weight grows"));
                return false;
            }
        }

        return true;
    }

    private static double? Limit(string text, Unit unit) => unit switch
    {
        Unit.Share => PolicyValue.Number(text) is >= 0 and <= 1 and { } share ? share : null,
        Unit.Score => PolicyValue.Number(text) is >= 0 and <= 1 and { } score ? score : null,
        Unit.Seconds => PolicyValue.Seconds(text) is > 0 and { } seconds ? seconds : null,
        Unit.Count or Unit.PerMinute or Unit.PerRequest => PolicyValue.Number(text) is >= 0 and { } number && !text.Contains('%', StringComparison.Ordinal) ? number : null,
    };

    private static string Expected(Unit unit) => unit switch
    {
        Unit.Share => "a share such as 2% or 0.02",
        Unit.Score => "an Apdex score from 0 to 1",
        Unit.Seconds => "a duration such as 500ms or 1.5s",
        Unit.Count or Unit.PerMinute or Unit.PerRequest => "a number, 0 or more",
    };
}
