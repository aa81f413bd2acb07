using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>An objective turned into what the engine tests: events out of an exposure against a limit and a margin.</summary>
/// <param name="Pairs">What is held against the limit, and against the margin where <paramref name="Compared"/> is null.</param>
/// <param name="Compared">What is held against the margin.</param>
/// <param name="Settings">Limit, margin and the rest.</param>
internal sealed record CountCase(IReadOnlyList<CountPair> Pairs, IReadOnlyList<CountPair>? Compared, GateSettings Settings)
{
    private const double SmallestShare = 1e-6;

    /// <summary>Errors of whatever origin, for the emergency gate: a dead canary is dead whoever it blames.</summary>
    public IReadOnlyList<CountPair> Everything { get; init; } = Pairs;

    /// <summary>What harm is beside a stable that is better, where it is counted at another line than the limit (a latency's floor); else null.</summary>
    public IReadOnlyList<CountPair>? OverFloor { get; init; }

    public static CountCase Of(Trial trial, GateSettings settings) => trial.Objective.Kind switch
    {
        ObjectiveKind.Kpi => trial.Objective is KpiObjective { Definition.IsOfRequests: true } ? Rate(trial, settings)
            : MinutesOverLimit.Covers(trial.Objective) ? MinutesOverLimit.Of(trial, settings) : Shares(trial, settings),
        ObjectiveKind.LogErrors => trial.Objective.IsRate ? Rate(trial, settings) : Lines(trial, settings),
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag => MinutesOverLimit.Of(trial, settings),
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.Apdex or ObjectiveKind.RefusalRate or ObjectiveKind.Dependencies
            or ObjectiveKind.Traffic or ObjectiveKind.Stable => Shares(trial, settings),
    };

    public GateResult Run() => EvidenceGate.OfCounts(Pairs, Settings, Compared, OverFloor);

    private static CountCase Shares(Trial trial, GateSettings settings)
    {
        var objective = trial.Objective;
        var lowIsBad = RarerSide.IsGood(trial);
        var limits = objective.Limit is { } limit ? trial.Kept.Weights.Select(weight => Share(objective, limit.At(weight), lowIsBad)).ToArray() : null;
        var pairs = Pair(bucket => bucket.Bad);
        var compared = IsCounted(bucket => bucket.BadAgainstStable) ? Pair(bucket => bucket.BadAgainstStable) : null;
        return new CountCase(pairs, compared, settings with
        {
            Limits = limits,
            Floor = objective is not LatencyObjective && objective.Floor is { } floor ? Share(objective, floor, lowIsBad) : null,
            Margin = !trial.Kept.HasControl ? null : compared is not null ? 1 : lowIsBad ? 1 / Margins.Of(objective, trial.Kept.Scatter) : Margins.Of(objective, trial.Kept.Scatter),
            HighIsBad = !lowIsBad,
            WorstHealthy = lowIsBad ? null : trial.Kept.Scatter.WorstHealthy,
        })
        {
            Everything = trial.Judged.Any(bucket => bucket.AllBad is not null)
                ? [.. trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(canary.AllBad ?? 0, canary.Exposure, stable.AllBad ?? 0, stable.Exposure))]
                : pairs,
            OverFloor = compared is not null && IsCounted(bucket => bucket.BadOverFloor)
                ? [.. trial.Judged.Select(canary => new CountPair(Told(canary, canary.BadOverFloor), canary.Exposure, 0, 0))]
                : null,
        };

        bool IsCounted(Func<Bucket, double?> count) => objective is LatencyObjective or KpiObjective { Definition.Form: KpiForm.Percentile } && trial.Judged.All(bucket => count(bucket) is not null || bucket.Exposure <= 0);

        List<CountPair> Pair(Func<Bucket, double?> bad) =>
            [.. trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(Told(canary, bad(canary)), canary.Exposure, Told(stable, bad(stable)), stable.Exposure))];

        double Told(Bucket bucket, double? bad) => Math.Clamp(lowIsBad ? bucket.Exposure - (bad ?? 0) : bad ?? 0, 0, bucket.Exposure);
    }

    /// <summary>A rate or a sum has no events that are bad one by one: minutes over its limit, and events per request against stable's, or those alone.</summary>
    private static CountCase Rate(Trial trial, GateSettings settings)
    {
        var objective = trial.Objective;
        var isHighBad = objective.Comparison == Comparison.AtMost;
        var margin = Margins.Of(objective, trial.Kept.Scatter);
        double? compares = !trial.Kept.HasControl ? null : isHighBad ? margin : 1 / margin;
        List<CountPair> compared = [.. trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(canary.Bad ?? 0, canary.Exposure, stable.Bad ?? 0, stable.Exposure))];
        return objective.IsAgainstStableAlone
            ? new CountCase(compared, null, settings with { Margin = compares, HighIsBad = isHighBad })
            : MinutesOverLimit.Of(trial, settings) with
            {
                Compared = compared,
                Settings = settings with { Limits = [MinutesOverLimit.Allowed], Margin = compares, ComparedHighIsBad = isHighBad },
            };
    }

    /// <summary>
    /// Error lines per request against stable's, and against a floor. A request may log several: what is held against the floor is at most one each, which is the same
    /// wherever lines are as rare as the floor.
    /// </summary>
    private static CountCase Lines(Trial trial, GateSettings settings)
    {
        List<CountPair> lines = [.. trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(canary.Bad ?? 0, canary.Exposure, stable.Bad ?? 0, stable.Exposure))];
        List<CountPair> pairs = [.. lines.Select(pair => pair with { CanaryBad = Math.Min(pair.CanaryBad, pair.CanaryExposure), StableBad = Math.Min(pair.StableBad, pair.StableExposure) })];
        return new CountCase(pairs, pairs.SequenceEqual(lines) ? null : lines, settings with
        {
            Floor = trial.Objective.Floor,
            Margin = trial.Kept.HasControl ? Margins.Of(trial.Objective, trial.Kept.Scatter) : null,
        });
    }

    /// <summary>The probability that stands at the limit: Q_q is over X exactly when more than 1 - q of the requests are slower than X.</summary>
    private static double Share(Objective objective, double limit, bool lowIsBad)
    {
        var bad = objective is LatencyObjective latency ? 1 - latency.Quantile
            : objective is KpiObjective { Definition.Quantile: { } quantile } ? objective.Comparison == Comparison.AtMost ? 1 - quantile : quantile
            : objective.Comparison == Comparison.AtLeast ? 1 - limit : limit;
        return Math.Clamp(lowIsBad ? 1 - bad : bad, SmallestShare, 1 - SmallestShare);
    }
}
