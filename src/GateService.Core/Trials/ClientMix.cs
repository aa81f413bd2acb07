using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// A canary whose share of the requests is far from its weight has other clients than stable, for all one can see: that may be why it is worse. It is not where no mix of clients
/// explains it. Clients that only moved from slice to slice of a service as good as ever leave both slices together as bad as stable was before; and where nobody knows that, the worst mix is
/// assumed: all requests above the canary's weight came from clients that fail everywhere.
/// </summary>
/// <param name="Said">Why no mix explains it, for people.</param>
internal sealed record ClientMix(string Said)
{
    private const int FewestPastCells = 10;

    /// <summary>Shares of bad events up to this one do not matter; of stable's past, too, nobody knows a smaller one.</summary>
    private const double Floor = 0.001;

    /// <summary>Why no mix of clients explains that the canary is worse; null where one may.</summary>
    /// <param name="trial">Of requests.</param>
    /// <param name="counts">What was tested, and shown to be worse.</param>
    /// <param name="ratio">How far the canary's share is from its weight.</param>
    public static ClientMix? Refuted(Trial trial, CountCase counts, SampleRatio ratio)
    {
        // Callers' mistakes are the callers', and what a team counts may be of some clients alone.
        if (trial.Objective is not (ErrorRateObjective or SuccessRateObjective or LatencyObjective or ApdexObjective) || !counts.Settings.HighIsBad)
        {
            return null;
        }

        var past = Past(trial);
        return past.Count(cell => cell.Exposure > 0) < FewestPastCells ? OfWorst(trial, counts, ratio)
            : trial.Objective is LatencyObjective && counts.Compared is null || IsNewTraffic(trial, counts.Pairs, past, ratio) ? null
            : OfBoth(trial, counts, ratio, past);
    }

    /// <summary>Both slices together, against what stable was before.</summary>
    private static ClientMix? OfBoth(Trial trial, CountCase counts, SampleRatio ratio, IReadOnlyList<(double Bad, double Exposure)> past)
    {
        var both = (counts.Compared ?? counts.Pairs).Select(pair => (Bad: pair.CanaryBad + pair.StableBad, Exposure: pair.CanaryExposure + pair.StableExposure)).ToList();
        return Rise.Over(past, both, trial.Context, Floor, counts.Settings.Alpha) is { } before
            ? new ClientMix($"{ratio.Said}, and no mix of clients explains it: {Share(both.Sum(bucket => bucket.Bad), both.Sum(bucket => bucket.Exposure))} of both slices' requests are {Bad(trial)}, {Quantity.Say(before, Unit.Share)} of stable's were before")
            : null;
    }

    /// <summary>The mix that speaks best for the canary, moved back to its weight.</summary>
    private static ClientMix? OfWorst(Trial trial, CountCase counts, SampleRatio ratio)
    {
        double[] moved = [.. counts.Pairs.Select((pair, t) => pair.CanaryExposure - ((pair.CanaryExposure + pair.StableExposure) * (trial.Kept.Weights[t] ?? ratio.Weight) / 100))];
        return EvidenceGate.OfCounts(Back(counts.Pairs), counts.Settings, counts.Compared is { } compared ? Back(compared) : null, counts.OverFloor is { } floored ? Back(floored) : null).Outcome == GateOutcome.Worse
            ? new ClientMix($"{ratio.Said}, and no mix of clients explains it: {(ratio.Share > ratio.Weight ? "it is worse than stable even if all requests above its weight fail everywhere" : "it is worse than stable even if all requests below its weight were good ones")}")
            : null;

        List<CountPair> Back(IReadOnlyList<CountPair> pairs) => [.. pairs.Select((pair, t) => moved[t] > 0
            ? new CountPair(Math.Max(0, pair.CanaryBad - moved[t]), pair.CanaryExposure - moved[t], pair.StableBad + Math.Min(pair.CanaryBad, moved[t]), pair.StableExposure + moved[t])
            : pair with { CanaryExposure = pair.CanaryExposure - moved[t], StableExposure = Math.Max(pair.StableBad, pair.StableExposure + moved[t]) })];
    }

    /// <summary>
    /// Requests above the canary's weight that stable does not miss came with new clients, and nobody knows how those fare on stable: both slices together served more than stable did before,
    /// nearer to what they would have without clients moving than to what they have with it.
    /// </summary>
    private static bool IsNewTraffic(Trial trial, IReadOnlyList<CountPair> pairs, IReadOnlyList<(double Bad, double Exposure)> past, SampleRatio ratio)
    {
        var latest = pairs.TakeLast(FewestPastCells).ToList();
        var (canary, stable) = (latest.Average(pair => pair.CanaryExposure), latest.Average(pair => pair.StableExposure));
        var expected = stable * ratio.Weight / (100 - ratio.Weight);
        var before = past.Where(cell => cell.Exposure > 0).Average(cell => cell.Exposure) / trial.Context.Clock.BucketsPerCell;
        return canary > expected && stable + ((expected + canary) / 2) > before;
    }

    /// <summary>All of stable's pods together, cell by cell, before the rollout.</summary>
    private static IReadOnlyList<(double Bad, double Exposure)> Past(Trial trial)
    {
        var pods = trial.Evidence.StablePods;
        return pods.Count == 0 || trial.Evidence.Judged.Buckets is not [{ Begin: var rollout }, ..] ? []
            : [.. pods[0].Cells.Index().Where(cell => cell.Item.Begin < rollout).Select(cell => (pods.Sum(pod => pod.Cells[cell.Index].Bad ?? 0), pods.Sum(pod => pod.Cells[cell.Index].Exposure)))];
    }

    private static string Bad(Trial trial) => trial.Objective.Kind switch
    {
        ObjectiveKind.Latency => "slow",
        ObjectiveKind.Apdex => "frustrating",
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.RefusalRate or ObjectiveKind.LogErrors or ObjectiveKind.Kpi or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts
            or ObjectiveKind.QueueLag or ObjectiveKind.Dependencies or ObjectiveKind.Traffic or ObjectiveKind.Stable => "errors",
    };

    private static string Share(double bad, double exposure) => Quantity.Say(exposure > 0 ? bad / exposure : 0, Unit.Share);
}
