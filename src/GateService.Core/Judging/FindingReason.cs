using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>The sentence of a finding: value and limit first, then the counts they rest on.</summary>
public static class FindingReason
{
    /// <summary>For example <c>error-rate 4.1 % over limit 1 %, 4.1 points over stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests)</c>.</summary>
    public static Statement Concluded(Finding finding)
    {
        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        var side = (finding.Comparison, finding.Outcome) switch
        {
            (Comparison.AtMost, FindingOutcome.Tripped) => "over limit",
            (Comparison.AtLeast, FindingOutcome.Tripped) => "under limit",
            (Comparison.AtMost, FindingOutcome.Met or FindingOutcome.Undecided) => "within limit",
            (Comparison.AtLeast, FindingOutcome.Met or FindingOutcome.Undecided) => "above limit",
        };
        var than = finding.Outcome == FindingOutcome.Tripped ? WorseThanStable(finding) : null;
        return new Statement($"{finding.Objective} {value} {side} {limit}{(than is null ? "" : $", {than}")}") { Counts = Counts(finding, isStableSaid: than is not null) };
    }

    /// <summary>How much worse than stable's it is, for example <c>4.9 points over stable's 0.1 %</c>; null where it is not, or stable has no value, or had ended before most of what is judged.</summary>
    public static string? WorseThanStable(Finding finding) =>
        finding is { Value: { } value, StableValue: { } stable, StableUntil: null } && (finding.Comparison == Comparison.AtMost ? value > stable : value < stable)
            && Difference.Than(value, stable, finding.Unit, finding.Comparison) is { } than ? than + Scaled(finding) : null;

    /// <summary>Of an objective whose limit is stable, decided by its value: <c>conversion 72 %, stable 95.2 %: worse than stable by its margin, 93.8 %</c>.</summary>
    public static Statement AgainstStable(Finding finding) => new(finding.StableValue is null ? Beside(finding)
        : finding.Outcome == FindingOutcome.Tripped ? $"{finding.Objective} {Beyond(finding).Value}, {WorseThanStable(finding) ?? $"stable {Stables(finding)}"}: worse by its margin, {Beyond(finding).Limit}"
        : $"{finding.Objective} {Beyond(finding).Value}, stable {Stables(finding)}: no worse than stable by its margin, {Beyond(finding).Limit}")
    {
        Counts = Counts(finding, isStableSaid: true),
    };

    private static (string Value, string Limit) Beyond(Finding finding) => Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit, isWritten: false);

    /// <summary>The value and stable's: <c>conversion 72 %, stable 95.2 %</c>.</summary>
    public static string Beside(Finding finding)
    {
        var value = $"{finding.Objective} {Quantity.Say(finding.Value!.Value, finding.Unit)}";
        return finding.StableValue is null ? value : $"{value}, stable {Stables(finding)}";
    }

    /// <summary>Stable's value; of a rate per minute as it would be at the canary's traffic, which is what it is compared at.</summary>
    private static string Stables(Finding finding) => Quantity.Say(finding.StableValue!.Value, finding.Unit) + Scaled(finding);

    private static string Scaled(Finding finding) => finding.Unit == Unit.PerMinute ? " at the canary's share" : "";

    public static Statement NothingBeside(Finding finding) => new(
        $"{finding.Objective} not comparable: stable is its limit, and {(finding.StableSample > 0 ? $"reported only {Nouns.Counted(finding.StableSample, Nouns.Observation(finding))}" : "nothing of stable is")} beside it to compare with")
    {
        Counts = finding.Value is null ? null : Counts(finding),
    };

    public static Statement TooFew(Finding finding, int minimum) => new(
        $"{finding.Objective} not decided: {Nouns.Counted(finding.Sample, Nouns.OfSlice(finding))} so far, {Quantity.Count(minimum - finding.Sample)} more needed to decide");

    public static Statement NoData(JudgingContext context, ObjectiveEvidence evidence) => new(evidence.Control is SliceEvidence.Measured { Sample: > 0 } stable
        ? $"no {EnumNames.Of(context.Slice)} data while stable had {Nouns.Counted(stable.Sample, "observations")}: "
            + (context.Whereabouts ?? $"the {EnumNames.Of(context.Slice)} is not serving, its telemetry does not carry its pod name, or it reports under another name of the service")
        : context.Whereabouts is { } found ? $"no data {(context.Slice == Slice.Canary ? "from either slice" : $"of the {EnumNames.Of(context.Slice)}")}: {found}"
        : context.Slice switch
        {
            Slice.Canary => "no data from either slice: no traffic, or New Relic knows the service by another name",
            Slice.Stable => "no data: New Relic reported nothing for the stable slice",
            Slice.All => "no data: New Relic reported nothing for this objective",
        });

    /// <summary>
    /// Of a KPI without events, beside which the service may be as busy as ever: <c>no data of orders: New Relic holds no OrderPlaced event of either slice since the rollout
    /// began</c>. Null where it is not its events that are missing, or only the canary's are.
    /// </summary>
    public static Statement? Absent(Objective objective, JudgingContext context, ObjectiveEvidence evidence)
    {
        var isSeen = evidence.Judged.Buckets.Concat(evidence.Control.Buckets).Any(bucket => bucket.Exposure > 0 || bucket.Bad > 0);
        if (objective is not KpiObjective { Definition: var definition } || context.Whereabouts is not null || evidence is not { Judged: SliceEvidence.NoData, Control: not SliceEvidence.Measured { Sample: > 0 } }
            || (definition.IsOfRequests && (isSeen || objective.Comparison == Comparison.AtMost)))
        {
            return null;
        }

        var what = $"{definition.EventType} event{(definition.Attribute is { } attribute ? $" with {attribute}" : "")}{(definition.Where is null ? "" : " that meets its condition")}";
        var whose = context.ExpectsControl ? "either slice" : context.Slice == Slice.All ? "the service" : $"the {EnumNames.Of(context.Slice)}";
        var since = isSeen || context.Slice == Slice.Stable || !objective.Judge.Needs.Span ? $"in the last {Durations.Say(context.Window.Length)}" : "since the rollout began";
        return new Statement($"no data of {objective.Name}: New Relic holds no {what} of {whose} {since}");
    }

    /// <summary>Of a KPI whose events come after their requests, before any of the canary's could be there; null where they could.</summary>
    public static Statement? NotDue(Objective objective, JudgingContext context, ObjectiveEvidence evidence) =>
        objective is KpiObjective { Definition: { Delay: var delay, EventType: var type } } && delay > TimeSpan.Zero && evidence.Judged is SliceEvidence.NoData
        && evidence.Judged.Buckets.Count * context.Window.Bucket is var span && span <= delay + context.Sequential.WarmUp + context.Window.Bucket
            ? new Statement($"{objective.Name} not decided yet: {type} events come {Durations.Say(delay)} after their requests, and the rollout is {Durations.Say(span)} old")
            : null;

    /// <summary>Over the limit, and stable too: alike, or worse than the canary; or stable, beside which it was not worse, reports nothing any more.</summary>
    /// <param name="finding">Whose.</param>
    /// <param name="before">What stable had in its whole past, where that and nothing beside the canary is what it is held against.</param>
    /// <param name="isUsual">Stable was beyond its limit in all of the hour before: nothing began, and nothing is degraded.</param>
    public static Statement CommonCause(Finding finding, double? before = null, bool isUsual = false)
    {
        var said = before is { } past ? $"as stable was in the hour before, with {Quantity.Say(past, finding.Unit)}: not shown to be this change"
            : finding.StableValue is null ? "but not shown worse than stable while that served beside it"
            : IsStableFarWorse(finding) ? $"and stable with {Stables(finding)} is worse: not shown to be this change"
            // The limit is one of the slice's traffic: that stable is under it at the canary's share says nothing of a cause.
            : finding.Unit == Unit.PerMinute ? $"and stable with {Stables(finding)} alike: not shown to be this change"
            : isUsual ? $"and stable with {Stables(finding)} alike, as in all of the hour before: not shown to be this change"
            : $"and stable with {Stables(finding)} alike: {Common(finding.Kind)}, not shown to be this change";
        return new Statement($"{OverLimit(finding)}, {said}") { Counts = Counts(finding, isStableSaid: finding.StableValue is not null) };
    }

    /// <summary>Over the limit, which stable keeps, and not worse than stable by the margin.</summary>
    public static Statement NotWorse(Finding finding) => new($"{OverLimit(finding)}, and not worse than stable with {Stables(finding)} by the margin: suspicious") { Counts = Counts(finding, isStableSaid: true) };

    /// <summary>Stable is beyond the limit itself.</summary>
    public static bool IsStableBeyond(Finding finding) => finding.Comparison == Comparison.AtMost ? finding.StableValue > finding.Threshold : finding.StableValue < finding.Threshold;

    private static string OverLimit(Finding finding)
    {
        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        return $"{finding.Objective} {value} {(finding.Comparison == Comparison.AtMost ? "over" : "under")} limit {limit}";
    }

    /// <summary>Errors that name a dependency are on its account already: what is left says nothing of any upstream.</summary>
    private static string Common(ObjectiveKind kind) => kind is ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate ? "a common cause" : "a common cause such as a degraded upstream";

    /// <summary>The canary is over twice as bad as stable: nobody would call that a common cause, even where stable is beyond the limit too.</summary>
    public static bool IsFarWorse(Finding finding) => finding is { Value: { } canary, StableValue: { } stable, Unit: not Unit.PerMinute } && IsFarWorse(canary, stable, finding);

    /// <summary>Twice as bad as the canary, or more: nobody would call that alike.</summary>
    private static bool IsStableFarWorse(Finding finding) => IsFarWorse(finding.StableValue!.Value, finding.Value!.Value, finding);

    private static bool IsFarWorse(double one, double other, Finding finding) =>
        finding.Comparison == Comparison.AtMost ? one > 2 * other : Units.IsBounded(finding.Unit) ? 1 - one > 2 * (1 - other) : 2 * one < other;

    /// <summary>Both slices' counts: <c>37 of 903 canary vs 4 of 17,201 stable requests</c>, and of a stable that had ended <c>77 of 4,528 canary vs 0 of 1,394 stable requests, stable's until 14:03Z</c>.</summary>
    /// <param name="finding">Whose.</param>
    /// <param name="isStableSaid">Stable's value stands before them.</param>
    public static string Counts(Finding finding, bool isStableSaid = false)
    {
        var canary = finding.Bad is { } bad && finding.Unit == Unit.Share && finding.Comparison == Comparison.AtMost
            ? $"{Quantity.Count(bad)} of {Quantity.Count(finding.Sample)} {Nouns.Whose(finding.Slice)}"
            : $"{Quantity.Count(finding.Sample)} {Nouns.Whose(finding.Slice)}";
        var stable = finding.StableValue is { } value
            ? finding.StableBad is { } stableBad && finding.Unit == Unit.Share && finding.Comparison == Comparison.AtMost
                ? $"vs {Quantity.Count(stableBad)} of {Quantity.Count(finding.StableSample)} stable "
                : $"vs {Quantity.Count(finding.StableSample)} stable "
            : "";
        // A value before the count would read as a part of it: "1 of 5,407 stable requests".
        var at = isStableSaid || finding is not { StableValue: { } said } || (finding.StableBad is not null && finding.Unit == Unit.Share && finding.Comparison == Comparison.AtMost) ? ""
            : $" at {Quantity.Say(said, finding.Unit)}{(finding.Unit == Unit.PerMinute ? ", scaled to the canary's share" : "")}";
        return $"{canary}{stable}{(stable.Length == 0 ? Nouns.Of(finding.Sample, Nouns.Observation(finding)) : Nouns.Observation(finding))}{at}{(finding.StableUntil is { } until ? $", stable's until {until:HH:mm}Z" : "")}";
    }
}
