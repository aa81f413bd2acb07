using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Restarts that stable's pods share: a node that reboots takes down the pods of both versions on it. What the canary's pods did while stable's did the same is not shown to be the change; what they
/// did alone, beyond the limit, is. Once all have been well for a while the restarts they shared are left out.
/// </summary>
internal static class SharedRestarts
{
    /// <summary>So far apart two pods of one node may be seen to have restarted.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <summary>What restarted with stable's pods, and not again for so long, is well: restarts are counted for good, and a reboot must not hold a rollout for the rest of its days.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    public static Finding Of(Finding finding, Trial trial)
    {
        if (trial.Objective is not PodHealthObjective { Signal: PodSignal.Restarts } || !(finding.Outcome == FindingOutcome.Tripped || finding.Undecided == UndecidedCause.Suspicious))
        {
            return finding;
        }

        var (own, stable) = (Steps(trial.Evidence.Judged.Buckets), Steps(trial.Evidence.StableRestarts));
        var (window, bucket) = (trial.Context.Window, trial.Context.Window.Bucket);
        var within = bucket > Apart ? bucket : Apart;
        var shared = stable.Where(known => own.Exists(one => IsTogether(one, known))).ToList();
        var alone = own.Where(one => !stable.Exists(known => IsTogether(one, known))).Sum(one => one.Count);
        return shared.Count == 0 || alone > finding.Threshold ? finding
            : own.Max(one => one.At) + bucket + Settled <= window.End
                ? finding with { Outcome = FindingOutcome.Met, Undecided = null, Value = alone, Score = Score.Of(alone, finding.Threshold, finding.Comparison, finding.Unit), Reason = Settle(finding with { Value = alone }, finding.Value!.Value - alone, shared) }
            : finding with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.CommonCause, Reason = Shared(finding, shared) };

        bool IsTogether((DateTimeOffset At, double Count) one, (DateTimeOffset At, double Count) other) => (one.At - other.At).Duration() <= within;
    }

    /// <summary>When pods restarted, and how often, from what they come to altogether.</summary>
    private static List<(DateTimeOffset At, double Count)> Steps(IReadOnlyList<Bucket> altogether)
    {
        var read = altogether.Where(bucket => bucket.Mean is not null).ToList();
        return [.. read.Select((bucket, t) => (bucket.Begin, bucket.Mean!.Value - (t == 0 ? 0 : read[t - 1].Mean!.Value))).Where(step => step.Item2 > 0)];
    }

    private static Statement Settle(Finding finding, double left, List<(DateTimeOffset At, double Count)> stable)
    {
        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        return new Statement($"{finding.Objective} {value} {(finding.Value < finding.Threshold ? "within" : "at")} limit {limit} without {Quantity.Count(left)} that came with restarts of stable's pods at {stable[0].At:HH:mm}Z{(stable.Count > 1 ? " and later" : "")}, and none since") { Counts = finding.Reason.Counts };
    }

    private static Statement Shared(Finding finding, List<(DateTimeOffset At, double Count)> stable)
    {
        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        var times = stable.Sum(step => step.Count);
        return new Statement($"{finding.Objective} {value} over limit {limit}, and stable's pods restarted too, {(times > 1 ? $"{Quantity.Count(times)} times" : "once")} at {stable[0].At:HH:mm}Z{(stable.Count > 1 ? " and later" : "")}: "
            + "a common cause such as a node that went down, not shown to be this change")
        { Counts = finding.Reason.Counts };
    }
}
