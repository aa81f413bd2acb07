using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Messages are dealt out by partitions, and those go from consumer to consumer: the poisoned one that a stable consumer failed by before the rollout may be the canary's now. Stable then fails less than it
/// did, by about what the canary fails more, and nobody is failed by where it happens to lie. A stable that fails as ever has lost none of its own to the canary.
/// </summary>
internal static class MovedTrouble
{
    /// <summary>Of what the canary has more than its share.</summary>
    private const double Half = 0.5;

    private const double StandardErrors = 2;

    /// <summary>Of stable before the rollout: whoever is poisoned since then only is poisoned all the same.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(10);

    /// <summary>Partitions are dealt out anew when the canary's consumer joins, a little before its first message.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);

    /// <param name="finding">Of errors.</param>
    /// <param name="trial">All of them, whoever they belong to.</param>
    /// <param name="head">What is said of it where it is held; null: what the finding says.</param>
    public static Finding Of(Finding finding, Trial trial, string? head = null)
    {
        if (finding is not { Outcome: FindingOutcome.Tripped } || trial is not { Objective: ErrorRateObjective or SuccessRateObjective, Context: { IsOfMessages: true, Mode: not Requests.GateMode.Preflight }, Kept.HasControl: true }
            || Before(trial) is not { All: > 0 } before)
        {
            return finding;
        }

        var (canary, stable) = (Sum(trial.Judged), Sum(trial.Control));
        if (canary.All <= 0 || stable.All <= 0)
        {
            return finding;
        }

        var (share, expected) = (before.Bad / before.All, stable.All * before.Bad / before.All);
        var lack = expected - stable.Bad - (StandardErrors * Math.Sqrt(Math.Max(1, trial.Kept.Prior.Clusters) * ((expected * stable.All / before.All) + Math.Max(stable.Bad, 1))));
        return lack < Half * (canary.Bad - (canary.All * stable.Bad / stable.All)) ? finding : finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.CommonCause,
            Reason = finding.Reason with
            {
                Head = $"{head ?? finding.Reason.Head}, but stable fails {Quantity.Say(stable.Bad / stable.All, Unit.Share)} of its messages and did {Quantity.Say(share, Unit.Share)} before: a partition may have moved",
            },
        };
    }

    private static (double Bad, double All)? Before(Trial trial)
    {
        var pods = trial.Evidence.StablePods;
        return trial.Evidence.Judged.Buckets.FirstOrDefault(bucket => bucket.Exposure > 0) is { Exposure: > 0 } first && StablePast.Of(pods, first.Begin - Lead) is { } past && StablePast.CellOf(pods) is var cell && cell > TimeSpan.Zero
            ? past.Cells.TakeLast((int)Math.Ceiling(Latest / cell)).Aggregate((Bad: 0.0, All: 0.0), (sum, known) => (sum.Bad + known.Bad, sum.All + known.Exposure))
            : null;
    }

    private static (double Bad, double All) Sum(IEnumerable<Evidence.Bucket> buckets) => buckets.Aggregate((Bad: 0.0, All: 0.0), (sum, bucket) => (sum.Bad + (bucket.Bad ?? 0), sum.All + bucket.Exposure));
}
