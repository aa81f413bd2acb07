using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Messages are dealt out by partitions, and those go from consumer to consumer: the poisoned one that a stable consumer failed by in the hour before may be the canary's now. Where both together fail no more than
/// stable did all along, nobody is failed by where it happens to lie.
/// </summary>
internal static class MovedTrouble
{
    /// <summary>Of what stable failed before: what chance makes of it.</summary>
    private const double Times = 1.5;

    public static Finding Of(Finding finding, Trial trial)
    {
        if (finding is not { Outcome: FindingOutcome.Tripped } || trial is not { Objective: ErrorRateObjective or SuccessRateObjective, Context.IsOfMessages: true, Kept.HasControl: true }
            || UsualFailures.Past(trial.Evidence, trial.Context) is not { } past)
        {
            return finding;
        }

        var both = trial.Judged.Concat(trial.Control).Aggregate((Bad: 0.0, All: 0.0), (sum, bucket) => (sum.Bad + (bucket.Bad ?? 0), sum.All + bucket.Exposure));
        return both.Bad > Times * past.Share * both.All ? finding : finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.CommonCause,
            Reason = finding.Reason with
            {
                Head = $"{finding.Reason.Head}, but both together fail {Quantity.Say(both.Bad / both.All, Unit.Share)} of the messages, and stable did {Quantity.Say(past.Share, Unit.Share)} before: a partition may have moved",
            },
        };
    }
}
