using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// A share of events can be told from either side: 90 % that succeed are 10 % that do not. A ratio of two slices says the most on the rarer side: 72 % against
/// 95 % is 0.76 times, 28 % against 5 % is 5.6 times.
/// </summary>
internal static class RarerSide
{
    private const double Half = 0.5;

    /// <summary>
    /// Whether the good events of a share are the rarer ones, by its limit; where stable is the limit by its floor, else by stable as it was before the rollout,
    /// else beside the canary.
    /// </summary>
    public static bool IsGood(Trial trial) => IsOfFast(trial.Objective) || (IsShare(trial.Objective) && Bad(trial) > Half);

    /// <summary>Errors and scores are told as what must stay rare; a share that a policy defines can be either.</summary>
    private static bool IsShare(Objective objective) => objective is RefusalRateObjective or KpiObjective { Definition.Form: KpiForm.Ratio };

    /// <summary>
    /// Of a median half of the requests are slower than it, and a canary three times as slow has no twice as many: what it has are a fifth of the fast ones.
    /// </summary>
    private static bool IsOfFast(Objective objective) => objective is LatencyObjective { Quantile: <= Half };

    private static double? Bad(Trial trial)
    {
        var objective = trial.Objective;
        return (objective.Limit?.At(null) ?? objective.Floor) is { } value ? objective.Comparison == Comparison.AtMost ? value : 1 - value : OfStable(trial);
    }

    private static double? OfStable(Trial trial) =>
        Share(trial.Evidence.StablePods.SelectMany(pod => pod.Cells).Where(cell => cell.Begin < Begin(trial))) ?? Share(trial.Control);

    private static DateTimeOffset Begin(Trial trial) => trial.Evidence.Judged.Buckets is [{ } first, ..] ? first.Begin : DateTimeOffset.MaxValue;

    private static double? Share(IEnumerable<Bucket> buckets)
    {
        var (bad, all) = (0.0, 0.0);
        foreach (var bucket in buckets)
        {
            bad += bucket.Bad ?? 0;
            all += bucket.Exposure;
        }

        return all > 0 ? bad / all : null;
    }
}
