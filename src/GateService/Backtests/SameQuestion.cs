using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.Evidence;

namespace GateService.Backtests;

/// <summary>
/// Whether what was asked for one objective answers another. It does where asking for each alone makes the same NRQL: so telemetry, slices, conditions and whatever else is
/// counted where it is asked are compared as New Relic would see them, and nothing is forgotten.
/// </summary>
internal static class SameQuestion
{
    /// <summary>Why it does not, in words for people; null where it does.</summary>
    /// <param name="asked">The plan of the day.</param>
    /// <param name="was">One of its objectives.</param>
    /// <param name="known">What was answered for it.</param>
    /// <param name="planned">The changed policy's plan of the same stretch.</param>
    /// <param name="now">One of its objectives, of the same kind.</param>
    public static string? Difference(EvidencePlan asked, Objective was, ObjectiveEvidence known, EvidencePlan planned, Objective now)
    {
        if (IsOfValueAlone(now, was))
        {
            // Only the whole window's quantile is read, and no limit is part of that.
            now = now with { Limit = was.Limit, Floor = was.Floor, Margin = was.Margin, Judge = was.Judge };
        }

        if (IsCountedAtLimits(now) && Limits(was) != Limits(now))
        {
            return $"{was.Name} was counted at {Limits(was)}, and {now.Name} counts at {Limits(now)}";
        }

        if (was is KpiObjective && was.Comparison != now.Comparison)
        {
            return $"{was.Name} counted what speaks against it, and {now.Name} has its limit on the other side";
        }

        var before = Texts(asked, was, known);
        return Texts(planned, now, known).IsSubsetOf(before) ? null : $"{now.Name} is asked for otherwise than {was.Name} was: telemetry, slices, population or its own definition differ";
    }

    /// <summary>The judge of the changed policy reads the value over the window, which no limit has a part in.</summary>
    public static bool IsOfValueAlone(Objective now, Objective was) =>
        !now.Judge.Needs.Span && now is LatencyObjective latency && was is LatencyObjective other && latency.Quantile.Equals(other.Quantile);

    private static bool IsCountedAtLimits(Objective objective) => objective is LatencyObjective or KpiObjective { Definition.Form: KpiForm.Percentile };

    private static string Limits(Objective objective)
    {
        var limits = objective.Limit is null ? "stable alone"
            : string.Join(", ", objective.Limit.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{Quantity.Limit(entry.Value, objective.Unit)} from weight {entry.Key:0.##}")));
        var floor = objective.Floor is { } least ? $", floor {Quantity.Limit(least, objective.Unit)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{limits}{floor}{(objective.Margin is { } margin ? $", margin {margin}" : "")}");
    }

    private static HashSet<string> Texts(EvidencePlan plan, Objective objective, ObjectiveEvidence known)
    {
        var alone = plan with { Objectives = [objective], Attribution = null };
        var stable = StableQuantiles.OfEvidence(alone, new GateEvidence { Objectives = [known with { Objective = objective.Name }], Queries = [] });
        // Names of queries follow names of objectives; what is asked does not.
        return [.. new Inquiry(alone, stable).First.Select(query => query.Nrql.Text)];
    }
}
