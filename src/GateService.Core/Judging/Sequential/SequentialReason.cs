using System.Globalization;
using GateService.Core.Findings;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>The sentence of a finding that was weighed: value and limit first, what decided, then the counts.</summary>
internal static class SequentialReason
{
    public static Statement Of(Finding finding, Weighing weighing)
    {
        return finding.Outcome switch
        {
            FindingOutcome.Tripped => finding.Value is { } value
                ? Counted(Tripped(finding, value, weighing)) with { Because = weighing.Mix?.Said }
                : new Statement($"{finding.Objective} failed at {finding.Judgement!.FailedAt:HH:mm}Z{WorseThan(finding, weighing, ",")}") { Because = "since then the canary reported nothing" },
            FindingOutcome.Undecided => finding.Undecided == UndecidedCause.CommonCause ? FindingReason.CommonCause(finding, UsualFailures.AsBefore(weighing.Trial, finding.Value), UsualSlowness.IsOf(weighing.Trial)) : Counted(Undecided(finding, weighing)),
            FindingOutcome.Met => Counted(Unharmed(finding, weighing)),
        };

        Statement Counted(string head) => new(head)
        {
            Counts = Counts(finding, weighing, isStableSaid: head.Contains("stable's ", StringComparison.Ordinal) || head.Contains(", stable ", StringComparison.Ordinal)),
        };
    }

    private static string Tripped(Finding finding, double value, Weighing weighing) =>
        weighing.IsEmergency
            ? $"{finding.Objective} {Quantity.Pair(value, finding.Threshold, finding.Unit).Value}{(finding.StableValue is { } stable ? $", stable {Quantity.Say(stable, finding.Unit)}" : "")}: emergency, over {Quantity.Limit(finding.Threshold, finding.Unit)} of the canary's requests failed by {finding.Judgement!.FailedAt:HH:mm}Z"
        : weighing.IsSudden ? $"{Over(finding, weighing)}: over {Quantity.Limit(GateSettings.SuddenLimit, Unit.Share)} of the canary's requests failed at once by {finding.Judgement!.FailedAt:HH:mm}Z"
        : finding.IsBeyond ? Over(finding, weighing)
        : !weighing.Objective.IsAgainstStableAlone && IsOverFloor(finding, weighing) ? $"{Compared(finding, weighing)}, but {Worse(finding, weighing)} and {Floor(finding, weighing)}"
        : $"{finding.Objective} failed at {finding.Judgement!.FailedAt:HH:mm}Z{WorseThan(finding, weighing, ",")}; {Quantity.Say(value, finding.Unit)} over the last {Durations.Say(weighing.Context.Window.Length)}";

    /// <summary>Its limit and stable: how much worse than stable's the value is now, else the margin by which it was shown worse.</summary>
    private static string Over(Finding finding, Weighing weighing) =>
        weighing.Objective.IsAgainstStableAlone ? FindingReason.WorseThanStable(finding) is { } worse
            ? $"{finding.Objective} {Quantity.Say(finding.Value!.Value, finding.Unit)}, {worse}{WorseThan(finding, weighing, ":")}"
            : $"{FindingReason.Beside(finding)}{WorseThan(finding, weighing, ":")}"
        : FindingReason.WorseThanStable(finding) is { } than ? $"{Compared(finding, weighing)}, {than}"
        : $"{Compared(finding, weighing)}{WorseThan(finding, weighing, " and")}";

    private static string Undecided(Finding finding, Weighing weighing) => finding.Undecided switch
    {
        UndecidedCause.NoControl => $"{Compared(finding, weighing)}, but stable reported nothing beside it to compare with: its pods are not recognised, or it gets no traffic",
        UndecidedCause.SampleRatio => $"{Compared(finding, weighing)}, but {weighing.Context.SampleRatio!.Said}: clients of both slices may differ, so the slices cannot be compared",
        UndecidedCause.Suspicious when weighing.Backlog is { IsNoGrowth: true, IsOver: true } backlog => $"{Compared(finding, weighing)}, {backlog.Said(finding.Unit)}",
        UndecidedCause.Suspicious when weighing.Result.Outcome is GateOutcome.Harmless or GateOutcome.NotEnough && Stalls.Of(weighing) is { } stalls =>
            $"{(finding.IsBeyond ? Over(finding, weighing) + "," : Compared(finding, weighing) + ", but")} beyond it in {stalls.Worst.Count} single minutes of {stalls.Minutes}, {stalls.Said(weighing.Objective)}, while stable kept it: suspicious, it comes back",
        UndecidedCause.Suspicious when !finding.IsBeyond && MinutesOverLimit.Covers(weighing.Objective) && GaugeReadings.AreOver(weighing.Trial) => $"{Compared(finding, weighing)}, but beyond it in each of the latest readings: suspicious, {Evidence(weighing)}",
        UndecidedCause.Suspicious => $"{(finding.IsBeyond && FindingReason.WorseThanStable(finding) is not null ? Over(finding, weighing) : Compared(finding, weighing))}: suspicious, {Evidence(weighing)}{Outlook.Of(weighing)}",
        UndecidedCause.NotProven when MinutesOverLimit.Covers(weighing.Objective) => $"{Compared(finding, weighing)}, but not yet in each of the latest {GaugeReadings.Latest(weighing.Context)} readings",
        UndecidedCause.NotProven when WorseThanBefore.Of(weighing, finding) is { } before => $"{Compared(finding, weighing)}{WorseThanBefore.Said(finding, before)}: not proven",
        UndecidedCause.NotProven => $"{Compared(finding, weighing)}{(weighing.IsShownWorse && finding is { StableValue: not null, StableUntil: null } ? $", though {Worse(finding, weighing)}" : "")}: not proven{(Outlook.Of(weighing, finding) is { Length: > 0 } outlook ? outlook : finding.Judgement!.Flip is { } flip ? ", " + flip : "")}",
        // Decided and said elsewhere: before anything is weighed, or by whoever looks at origins.
        null or UndecidedCause.CommonCause or UndecidedCause.TooFewSamples or UndecidedCause.NoData or UndecidedCause.Unavailable or UndecidedCause.Unresolved or UndecidedCause.Uncorroborated
            or UndecidedCause.UpstreamOutage or UndecidedCause.StableUnhealthy or UndecidedCause.Silent or UndecidedCause.MissingRequests or UndecidedCause.PodsReplaced or UndecidedCause.YoungPods or UndecidedCause.HurtsStable or UndecidedCause.HeldByPolicy => Unharmed(finding, weighing),
    };

    private static string Unharmed(Finding finding, Weighing weighing) =>
        weighing.IsShownWorse && finding is { StableValue: not null, StableUntil: null } ? $"{Compared(finding, weighing)}, though {Worse(finding, weighing)}: {(IsOverFloor(finding, weighing) ? "not enough to fail" : $"no harm {(finding.Comparison == Comparison.AtMost ? "below" : "above")} its {Boundary(finding, weighing)}")}"
        : IsOverFloor(finding, weighing) && !finding.IsBeyond && FindingReason.WorseThanStable(finding) is { } worse ? $"{Compared(finding, weighing)}, though {worse} and {Floor(finding, weighing)}: not shown"
        : weighing.Result.Outcome == GateOutcome.Harmless && !Conclusion.IsBeyondItsShare(weighing, finding) && !finding.IsBeyond ? $"{Compared(finding, weighing)}, proven {Proof(finding, weighing)}"
        : finding.IsBeyond && weighing.Result.Outcome is GateOutcome.NotEnough or GateOutcome.Harmless && (FindingReason.IsFarWorse(finding) || !FindingReason.IsStableBeyond(finding))
            ? $"{(weighing.Objective.IsAgainstStableAlone ? Compared(finding, weighing) : Over(finding, weighing))}: {(weighing.Result.Outcome == GateOutcome.Harmless ? "not enough to fail" : $"too early to tell{AfterWarmUp(finding, weighing)}")}"
        : $"{Compared(finding, weighing)}: no harm seen";

    /// <summary>The value and its counts are of the whole window: what is tested begins after the warm-up, and may be far less.</summary>
    private static string AfterWarmUp(Finding finding, Weighing weighing)
    {
        if (finding.Unit != Unit.Share || RarerSide.IsGood(weighing.Trial) || new ShownNumbers(weighing).Tested() is not { } tested || tested.Exposure >= finding.Sample)
        {
            return "";
        }

        var share = finding.Comparison == Comparison.AtMost ? $"{Quantity.Count(Math.Round(tested.Bad))} of" : $"{Quantity.Say(1 - tested.Share, finding.Unit)} of";
        return $", {share} {Quantity.Count(tested.Exposure)} after the warm-up";
    }

    /// <summary>For a gauge also how many of its readings were outside the limit.</summary>
    private static string Counts(Finding finding, Weighing weighing, bool isStableSaid)
    {
        var counts = FindingReason.Counts(finding, isStableSaid);
        if (!MinutesOverLimit.Covers(weighing.Objective) || weighing.Counts is not { Pairs: var pairs })
        {
            return counts;
        }

        var readings = pairs.Zip(weighing.Trial.Judged).Where(read => read.Second.Begin >= weighing.Context.Window.Begin && read.First.CanaryExposure > 0).Select(read => read.First).ToList();
        return $"{readings.Count(reading => reading.CanaryBad > 0)} of {readings.Count} readings outside; {counts}";
    }

    private static string Compared(Finding finding, Weighing weighing)
    {
        if (weighing.Objective.IsAgainstStableAlone)
        {
            return FindingReason.Beside(finding);
        }

        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        var side = finding.Value.Value.Equals(finding.Threshold) ? "at limit" : (finding.IsBeyond, finding.Comparison) switch
        {
            (true, Comparison.AtMost) => "over limit",
            (true, Comparison.AtLeast) => "under limit",
            (false, Comparison.AtMost) => "within limit",
            (false, Comparison.AtLeast) => "above limit",
        };
        return $"{finding.Objective} {value} {side} {limit}{(weighing.Trial.Written is { } written && !written.At(weighing.Context.Weight).Equals(finding.Threshold) ? $", all that stable's hour before allows where {Quantity.Limit(written.At(weighing.Context.Weight), finding.Unit)} is asked" : "")}";
    }

    private static bool IsOverFloor(Finding finding, Weighing weighing) =>
        weighing.HarmfulFrom is { } floor && (finding.Comparison == Comparison.AtMost ? finding.Value > floor : finding.Value < floor);

    /// <summary>For example <c>over floor 250 ms</c>.</summary>
    private static string Floor(Finding finding, Weighing weighing) =>
        $"{(finding.Comparison == Comparison.AtMost ? "over" : "under")} floor {Floor(weighing.HarmfulFrom!.Value, finding, weighing)}";

    /// <summary>What it would have to be beyond to do harm: the floor, else the limit.</summary>
    private static string Boundary(Finding finding, Weighing weighing) => weighing.HarmfulFrom is { } floor ? $"floor {Floor(floor, finding, weighing)}" : "limit";

    /// <summary>As written, or as worked out where it is not the policy's own.</summary>
    private static string Floor(double floor, Finding finding, Weighing weighing) => floor.Equals(weighing.Objective.Floor) ? Quantity.Limit(floor, finding.Unit) : Quantity.Say(floor, finding.Unit);

    /// <summary>How much worse than stable's the value is now, else the margin by which it was shown worse.</summary>
    private static string Worse(Finding finding, Weighing weighing) => FindingReason.WorseThanStable(finding) ?? WorseThan(finding, weighing, "").TrimStart();

    /// <summary>Where stable served when it failed: without it the limit alone was weighed.</summary>
    private static string WorseThan(Finding finding, Weighing weighing, string and) => finding.Judgement is { Margin: { } margin }
        && (weighing.Result.FailedAt is not { } failed || failed >= weighing.Trial.Control.Count || weighing.Trial.Control[failed].Exposure > 0)
        ? $"{and} worse than {Quantity.Margin(margin)} stable"
        : "";

    /// <summary>What speaks for the canary may weigh more than what speaks against it.</summary>
    private static string Evidence(Weighing weighing) => weighing.Result.Now / weighing.Result.Line is >= 0.005 and var part
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * part:0} % of the evidence it takes to fail")
        : "not long enough to fail";

    private static string Proof(Finding finding, Weighing weighing)
    {
        var kappa = weighing.Settings.Kappa;
        var against = finding.Judgement!.Margin is null || (weighing.Objective.Limit is not null && finding.StableSample is not > 0) ? "its limit" : weighing.Objective.Limit is not null ? "its limit or stable" : weighing.Objective.Floor is not null ? "its floor or stable" : "stable";
        return kappa <= 1 ? $"no worse than {against}" : $"under {Quantity.Margin(kappa)} {against}";
    }
}
