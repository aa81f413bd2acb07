using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// A canary that is no worse than stable because one of stable's pods is ill: beside the others it would fail. That pod may have what the canary has (a node, a tenant), so nobody fails by it; but it
/// is no measure of what is well, and no cause that all share.
/// </summary>
internal static class MaskedByPod
{
    /// <summary>Of three pods it is plain which one stands out; of two nobody knows which of them is as stable should be.</summary>
    private const int FewestPods = 3;

    private const double FewestBad = 10;

    /// <param name="finding">Of the trial.</param>
    /// <param name="trial">Beside all of stable.</param>
    /// <param name="find">Judges another.</param>
    public static Finding Of(Finding finding, Trial trial, Func<Trial, Finding> find)
    {
        var (pods, window) = (trial.Evidence.StablePods, trial.Context.Window);
        if (finding is not ({ Outcome: FindingOutcome.Met } or { Undecided: UndecidedCause.NotProven or UndecidedCause.CommonCause }) || !IsOfRequests(trial.Objective)
            || !IsBad(finding, trial) || OnePod.Of(pods, window.Begin, window.End) is not { } ill)
        {
            return finding;
        }

        if (pods.Count < FewestPods)
        {
            return IsProven(finding) && !IsProven(find(ill.LeftOutOf(trial))) ? Unproven(finding, trial, ill) : finding;
        }

        var left = ill.LeftOutOf(trial);
        var beside = find(left);
        return beside is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious }) ? finding : beside with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.Suspicious,
            StableValue = trial.Objective is LatencyObjective ? finding.StableValue : beside.StableValue,
            Reason = beside.Reason with
            {
                Head = beside.Outcome != FindingOutcome.Tripped ? $"{beside.Reason.Head}; beside stable without {Said(ill, trial)}, and that pod may have the same trouble"
                    : $"{Slower(finding, left, ill) ?? $"{beside.Reason.Head}, without stable's {Said(ill, trial)}"}: suspicious, that pod may have the same trouble",
            },
        };
    }

    private static bool IsOfRequests(Objective objective) => objective is ErrorRateObjective or SuccessRateObjective or RefusalRateObjective or LogErrorsObjective or KpiObjective { Definition.Form: KpiForm.Ratio }
        or ApdexObjective or LatencyObjective;

    /// <summary>Of a latency what is compared with stable, for within its limit nothing else is bad.</summary>
    private static bool IsBad(Finding finding, Trial trial) => trial.Objective is LatencyObjective
        ? Slow(trial, trial.Evidence.Judged).Bad >= FewestBad && Slow(trial, trial.Evidence.Control).Bad >= FewestBad
        : finding is { Bad: >= FewestBad, StableBad: >= FewestBad };

    private static bool IsProven(Finding finding) => finding is { Outcome: FindingOutcome.Met, Judgement: { } judgement } && judgement.Harmless >= judgement.ProvenAt && !(judgement.WorseThanStable >= judgement.FailsAt);

    /// <summary>No harm is shown, and none is ruled out: that depends on which of two pods is as stable should be.</summary>
    private static Finding Unproven(Finding finding, Trial trial, OnePod ill)
    {
        var proven = trial.Context.Sequential.PromoteOn.At(trial.Context.Weight) == StepDemand.Proven && trial.Context.Mode != Requests.GateMode.Background;
        return finding with
        {
            Outcome = proven ? FindingOutcome.Undecided : FindingOutcome.Met,
            Undecided = proven ? UndecidedCause.NotProven : null,
            Judgement = finding.Judgement! with { Harmless = 0 },
            Reason = finding.Reason with
            {
                Head = $"{finding.Objective} {Quantity.Say(finding.Value ?? 0, finding.Unit)}, no worse than stable with its {Said(ill, trial)}, and not shown to be harmless beside its other pod: {(proven ? "not proven" : "no harm seen")}",
            },
        };
    }

    /// <summary>What the percentile of the other pods is nobody knows, and how many of their requests are slower than stable's own was.</summary>
    private static string? Slower(Finding finding, Trial left, OnePod ill)
    {
        if (left is not { Objective: LatencyObjective latency, Evidence.StableQuantile: { } own } || finding.Value is not { } value || Slow(left, left.Evidence.Judged) is not { Share: { } canary } || Slow(left, left.Evidence.Control) is not { Share: { } others })
        {
            return null;
        }

        var margin = latency.Margin ?? LatencyObjective.DefaultMargin;
        return $"{finding.Objective} {Quantity.Say(value, Unit.Seconds)}, {Quantity.Say(canary, Unit.Share)} of the canary's requests take over {Quantity.Say(margin * own, Unit.Seconds)}; "
            + $"of stable's {Quantity.Say(others, Unit.Share)} take over {Quantity.Say(own, Unit.Seconds)} without pod {ill.Name} and its {Quantity.Say(ill.Share, Unit.Share)}";
    }

    private static (double Bad, double? Share) Slow(Trial trial, SliceEvidence slice)
    {
        var window = slice.Buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).ToList();
        var (bad, all) = (window.Sum(bucket => bucket.BadAgainstStable ?? bucket.Bad ?? 0), window.Sum(bucket => bucket.Exposure));
        return (bad, all > 0 ? bad / all : null);
    }

    private static string Said(OnePod ill, Trial trial) =>
        $"pod {ill.Name} and its {(trial.Objective.Unit is Unit.PerRequest ? Quantity.Say(ill.Share, Unit.PerRequest) : trial.Objective is ApdexObjective ? Quantity.Say(1 - ill.Share, Unit.Score) : Quantity.Say(ill.Share, Unit.Share))}";
}
