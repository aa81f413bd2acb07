using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Pods that are replaced one after the other restart nothing, and each of them is ready: evicted for want of memory, killed with their node, never there for long.
/// Pod health is not met by that, unless stable's pods fare alike.
/// </summary>
internal static class Restless
{
    public static Finding Of(Finding finding, Trial trial, Docket docket) =>
        trial.Objective is PodHealthObjective && finding.Outcome == FindingOutcome.Met && trial.Context.Slice == Slice.Canary && trial.Evidence.JudgedPods is { IsRestless: true } pods && !IsStableAlike(docket)
            ? finding with
            {
                Outcome = FindingOutcome.Undecided,
                Undecided = UndecidedCause.PodsReplaced,
                Reason = new Statement($"{finding.Objective}: {pods.Seen} pods of the canary in {Durations.Say(trial.Evidence.Judged.Buckets.Count * trial.Context.Window.Bucket)}, {pods.Gone} of them gone, and at most {pods.AtOnce} at a time: "
                    + "they are evicted or killed one after the other, and replaced"),
            }
            : finding;

    /// <summary>Since the rollout began.</summary>
    private static bool IsStableAlike(Docket docket) => docket.Requests is { Evidence: { Judged.Buckets: [var first, ..], StablePods: var pods } }
        && PodTurnover.Of([.. pods.Select(pod => pod.Cells.Where(cell => cell.Begin >= first.Begin).Index().Where(cell => cell.Item.Exposure > 0).Select(cell => cell.Index).ToList())]).IsRestless;
}
