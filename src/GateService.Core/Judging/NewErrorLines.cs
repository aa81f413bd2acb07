using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Error lines of the canary that say what stable never did, beneath as many that both log: an outage, or a log that is never quiet, hides them from a count of all lines. They hold where they alone are over the
/// floor for certain, also of late, and are no old message in new words: of those as many lines of stable's say what the canary never does, and are taken off, where they are not one pod's of it.
/// </summary>
internal static class NewErrorLines
{
    /// <summary>Lines come in bursts: as many at once at the least.</summary>
    private const double SmallestCluster = 3;

    private const double StandardErrors = 3;

    /// <summary>Of an objective without a floor: one line in a hundred requests.</summary>
    private const double Floor = 0.01;

    public static Finding Of(Finding finding, Trial trial)
    {
        if (finding is not ({ Outcome: FindingOutcome.Met } or { Undecided: UndecidedCause.NotProven }) || finding.Value is null || trial is not { Objective: LogErrorsObjective { Floor: var floor }, Evidence: { LogPatterns: { Count: > 0 } patterns } evidence })
        {
            return finding;
        }

        var (judged, control) = (evidence.Judged.Buckets, evidence.Control.Buckets);
        var (requests, beside) = (judged.Sum(bucket => bucket.Exposure), control.Sum(bucket => bucket.Exposure));
        var (lines, lately) = (patterns.Where(pattern => pattern.IsNew).Sum(pattern => pattern.Judged), patterns.Where(pattern => pattern.IsNew).Sum(pattern => pattern.Lately));
        if (lines <= 0 || requests <= 0 || beside <= 0)
        {
            return finding;
        }

        var (least, cluster) = (floor ?? Floor, Math.Max(SmallestCluster, trial.Kept.Prior.Clusters));
        var reworded = OnePod.Of(evidence.StablePods, judged[0].Begin, trial.Context.Window.End) is null ? evidence.StableAlone * requests / beside : 0;
        var certain = lines - reworded - (StandardErrors * Math.Sqrt(cluster * (lines + (reworded * requests / beside))));
        var late = judged.Where(bucket => bucket.Begin >= trial.Context.Window.End - LogPattern.Late).Sum(bucket => bucket.Exposure);
        return certain <= least * requests || lately <= least * late ? finding : finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.Suspicious,
            Reason = finding.Reason with { Head = $"{FindingReason.Beside(finding)}, but {Quantity.Count(lines)} of its error lines say what stable's never did, {Quantity.Say(lines / requests, Unit.PerRequest)}: suspicious", Counts = finding.Reason.Counts ?? FindingReason.Counts(finding) },
        };
    }
}
