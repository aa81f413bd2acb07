using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Verdicts;

/// <summary>The one line people read, most important first.</summary>
public static class Summary
{
    /// <summary>Longest summary, in characters; leaves room for the decision id in Argo's 300.</summary>
    public const int Longest = 250;

    private const string Source = "New Relic";

    /// <param name="verdict">What is summed up.</param>
    /// <param name="findings">It came from.</param>
    /// <param name="window">That was judged.</param>
    /// <param name="weight">Of the step, in percent; null when unknown.</param>
    /// <param name="queries">That were asked: what was not answered may be why nothing is decided, and is said where the finding does not.</param>
    public static string Of(Verdict verdict, IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight, IReadOnlyList<QueryRecord>? queries = null) => OneLine.Of(
        verdict switch
        {
            Verdict.Fail => Failed(findings, window, weight),
            Verdict.Pass => Passed(findings, window, weight),
            Verdict.Inconclusive => Undecided(findings, window, weight, Unanswered(queries ?? [])),
        },
        Longest);

    /// <summary>Whether a summary gives a reason already, apart from the counts that the reason rests on.</summary>
    public static bool Says(string summary, Statement reason) => summary.Contains(OneLine.Of(reason.Brief, Longest), StringComparison.Ordinal);

    private static string Failed(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight)
    {
        var tripped = TellingOrder.Of(findings).Where(finding => finding.Outcome == FindingOutcome.Tripped).ToList();
        // One without a value that says what the first says adds nothing: nothing was reported of either.
        var others = tripped.Skip(1).Where(finding => finding.Value is not null || finding.Reason.Head != tripped[0].Reason.Head).Select(finding => Brief(finding, window)).ToList();
        return $"{tripped[0].Reason.At(At(weight), Durations.Say(window.Length))}{(others.Count == 0 ? "" : "; also " + string.Join(", ", others))}";
    }

    private static string Passed(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight)
    {
        var values = string.Join(", ", findings.Where(finding => finding.Kind != ObjectiveKind.Dependencies || finding.Value > 0).Select(finding => Held(finding, window)));
        var unproven = findings.Where(finding => finding.Judgement is { } judgement && (judgement.Harmless < judgement.ProvenAt || finding.InPlace is not null || finding.IsBeyond || IsWorse(judgement) || IsOutsideMargin(judgement) || IsSlower(finding, judgement))).ToList();
        var isProven = findings.All(finding => finding.Judgement is not null || finding is { Kind: ObjectiveKind.Dependencies, Unresolved: null }) && unproven.Count == 0;
        var isOver = findings.Any(finding => finding.Kind != ObjectiveKind.Dependencies && (finding.IsBeyond || finding.InPlace is not null));
        var all = findings.Count == 2 ? "both objectives" : $"all {findings.Count} objectives";
        var worse = findings.FirstOrDefault(finding => finding.Judgement is { } judgement && IsWorse(judgement) && !finding.IsBeyond && finding.StableValue is not null)?.Reason.Head;
        var said = findings is [{ Kind: not ObjectiveKind.Dependencies } only] ? worse ?? $"{Stands(only)}{(InPlace(only) is { } some ? $", {some}" : "")}{(isProven ? ", proven harmless" : isOver ? ", no harm shown" : "")}"
            : $"{(isProven ? $"{all} proven harmless" : isOver ? $"no harm shown by {all}" : $"{all} met")}{(values.Length > 0 ? $": {values}" : "")}{(worse is null ? "" : $"; {worse}")}";
        var hidden = unproven.Where(finding => !IsWorse(finding.Judgement!)).Select(finding => finding.Judgement!.Power).FirstOrDefault(power => power is not null) is { } power ? $"; {(isOver ? "" : "no harm seen: ")}{power}" : "";
        return $"{said}{hidden} ({Observed(findings)}, {Durations.Say(window.Length)}{At(weight)})";
    }

    /// <summary>As many as the finding with the most; without slices in its own words.</summary>
    private static string Observed(IReadOnlyList<Finding> findings)
    {
        var most = findings.MaxBy(finding => finding.Sample)!;
        return Nouns.Counted(most.Sample, most.Slice == Slice.All ? Nouns.Observation(most) : $"{EnumNames.Of(findings[0].Slice)} observations");
    }

    /// <summary>A value that fails nothing: its limit beside it where it is beyond that, and where nothing else is said.</summary>
    private static string Held(Finding finding, EvaluationWindow window) => finding.Kind == ObjectiveKind.Dependencies ? $"{OfOthers(finding)}{(finding.Unresolved is not { } unresolved ? "" : unresolved >= finding.Value ? " (unresolved)" : $" ({Quantity.Say(unresolved, Unit.Share)} unresolved)")}"
        : finding.IsBeyond ? Brief(finding, window)
        : $"{finding.Objective} {Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit).Value}{(InPlace(finding) is { } some ? $" ({some})" : "")}";

    private static string OfOthers(Finding finding) => finding.Shares.Count > 0 ? $"errors of others: {Several.Of(finding.Shares)}" : $"{Quantity.Say(finding.Value!.Value, finding.Unit)} {Whose(finding.Origin)}";

    /// <summary>Of those errors that are not the service's own.</summary>
    private static string Whose(SignatureOrigin? origin) => origin switch
    {
        SignatureOrigin.Client => "errors of callers",
        SignatureOrigin.Platform => "errors of the platform",
        null or SignatureOrigin.Dependency or SignatureOrigin.Own or SignatureOrigin.Bypass => "failed by dependencies",
    };

    /// <summary>Than stable, for certain: within what the limit and the floor allow, and no proof of anything.</summary>
    private static bool IsWorse(Judgement judgement) => judgement.WorseThanStable >= judgement.FailsAt;

    /// <summary>At 95 % worse than the margin, though within the latitude that a step gives to proof: no harm is shown, and nobody says proven of it.</summary>
    private static bool IsOutsideMargin(Judgement judgement) => judgement is { Margin: > 1 and var margin, Ratio.Low: var least } && least > margin;

    /// <summary>A percentile beyond the margin in the window, not yet for certain: whoever reads "proven" beside it would not believe the rest.</summary>
    private static bool IsSlower(Finding finding, Judgement judgement) => finding is { Kind: ObjectiveKind.Latency, Value: { } value, StableValue: { } stable } && value > judgement.Margin * stable;

    /// <summary>Names of queries, the first ones; null where all were answered.</summary>
    private static string? Unanswered(IReadOnlyList<QueryRecord> queries) => queries.Where(query => query.Trouble is not null).Select(query => query.Name).ToList() switch
    {
        [] => null,
        [var only] => only,
        [var first, ..] and var more => $"{first} and {more.Count - 1} more",
    };

    private static string Undecided(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight, string? unanswered)
    {
        var undecided = TellingOrder.Of(findings);
        if (undecided.Count == 0)
        {
            return "nothing was judged: the policy has no objective for this request";
        }

        // A cause on New Relic's side has nothing to do with the step.
        var first = undecided[0].Undecided == UndecidedCause.Unavailable ? undecided[0].Reason.ToString() : undecided[0].Reason.At(At(weight), Durations.Say(window.Length));
        var met = findings.Count(finding => finding.Outcome == FindingOutcome.Met && (finding.Kind == ObjectiveKind.Dependencies || !finding.IsBeyond));
        var missing = unanswered is null || first.Contains(Source, StringComparison.Ordinal) ? "" : $"; {Source} did not answer {unanswered}";
        return met == 0 ? $"{first}{missing}" : $"{first}{missing}; {met} of {findings.Count} objectives met";
    }

    /// <summary>For example <c>error-rate 0.033 % within limit 2 %</c>.</summary>
    private static string Stands(Finding finding)
    {
        if (finding.IsUnlimited)
        {
            return $"{finding.Objective} {Quantity.Say(finding.Value!.Value, finding.Unit)}";
        }

        var (value, limit) = Quantity.Pair(finding.Value!.Value, finding.Threshold, finding.Unit);
        var side = (finding.IsBeyond, finding.Comparison) switch
        {
            (true, Comparison.AtMost) => "over",
            (true, Comparison.AtLeast) => "under",
            (false, Comparison.AtMost) => "within",
            (false, Comparison.AtLeast) => "above",
        };
        return $"{finding.Objective} {value} {side} limit {limit}";
    }

    /// <summary>What failed and keeps its limit over the window says when it failed: beside its limit the value would read as a breach that it is not.</summary>
    private static string Brief(Finding finding, EvaluationWindow window)
    {
        if (finding.Value is not { } measured)
        {
            return $"{finding.Objective} earlier";
        }

        if (finding is { Outcome: FindingOutcome.Tripped, IsBeyond: false, Judgement.FailedAt: { } failed })
        {
            return $"{finding.Objective} (failed at {failed:HH:mm}Z, {Quantity.Say(measured, finding.Unit)} over {Durations.Say(window.Length)})";
        }

        var (value, limit) = Quantity.Pair(measured, finding.Threshold, finding.Unit);
        var beside = new[] { finding.IsUnlimited ? null : $"{ThresholdWords.Of(finding.Kind)} {limit}", InPlace(finding) }.OfType<string>().ToList();
        return beside.Count == 0 ? $"{finding.Objective} {value}" : $"{finding.Objective} {value} ({string.Join(", ", beside)})";
    }

    /// <summary>What is in the value and not held against it, for example <c>130 of 142 in place of failures</c>; null where there is none.</summary>
    private static string? InPlace(Finding finding) => finding is { InPlace: >= 1 and var some, Bad: { } all } ? $"{Quantity.Count(Math.Floor(some))} of {Quantity.Count(all)} in place of failures" : null;

    private static string At(double? weight) => weight is { } known ? string.Create(CultureInfo.InvariantCulture, $" at weight {known:0.##}") : "";
}
