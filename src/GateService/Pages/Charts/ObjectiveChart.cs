using GateService.Core.Findings;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.History;
using GateService.Pages.Words;

namespace GateService.Pages.Charts;

/// <summary>One objective through a rollout: the canary's value with its interval, limit and stable, and folded beneath it the evidence.</summary>
public sealed record ObjectiveChart
{
    public const int Top = 18;
    public const int Bottom = 128;
    public const int EvidenceTop = 24;
    public const int EvidenceBottom = 110;

    public required string Objective { get; init; }

    /// <summary>Its newest numbers.</summary>
    public required ObjectivePoint Last { get; init; }

    /// <summary>Path of the judged slice's value.</summary>
    public required string Canary { get; init; }

    /// <summary>Path of its 95 % interval.</summary>
    public required string Band { get; init; }

    public required string Stable { get; init; }

    /// <summary>Path of the limit, step by step.</summary>
    public required string Limit { get; init; }

    public required IReadOnlyList<ChartLabel> Values { get; init; }

    /// <summary>Decisions at which it tripped or was undecided for the first time in a row.</summary>
    public required IReadOnlyList<ChartMark> Marks { get; init; }

    /// <summary>Null where the threshold judge decided, or nothing was weighed.</summary>
    public required EvidenceLine? Evidence { get; init; }

    /// <summary>What is drawn, in words.</summary>
    public required string Description { get; init; }

    /// <summary>What the table holds, oldest first.</summary>
    public required IReadOnlyList<ChartRow> Rows { get; init; }

    /// <summary>Decisions that are drawn.</summary>
    public required int Drawn { get; init; }

    /// <param name="objective">Its name.</param>
    /// <param name="decisions">Of the rollout, in order; at least one knows the objective.</param>
    /// <param name="frame">The axis of time.</param>
    /// <param name="drawn">Most decisions drawn.</param>
    /// <param name="tabled">Most rows of the table.</param>
    internal static ObjectiveChart Of(string objective, IReadOnlyList<RolloutDecision> decisions, ChartFrame frame, int drawn, int tabled)
    {
        var last = decisions.Select(decision => decision.Point(objective)).Last(point => point is not null)!;
        var all = decisions.Select(decision => new Drawing(decision, Known(decision.Point(objective), last.Unit), frame.At(decision.Moment))).ToList();
        var shown = Thin(all, drawn);
        var limits = Limits(all);
        var scale = Scale(shown, limits, last.Comparison);
        (double X, double Y)? At(Drawing drawing, double? value) => value is { } known && double.IsFinite(known) ? (drawing.X, scale.At(known)) : null;
        var evidence = shown.Where(drawing => drawing.Point is { Harm: not null, FailsAt: > 0 }).Select(drawing => drawing.Point!).LastOrDefault();
        return new ObjectiveChart
        {
            Objective = objective,
            Last = last,
            Canary = SvgPath.Line(shown.Select(drawing => At(drawing, drawing.Point?.Value))),
            Band = SvgPath.Band(shown.Select(drawing => drawing.Point?.Interval is [var low, var high] ? (drawing.X, scale.At(low), scale.At(high)) : ((double, double, double)?)null)),
            Stable = SvgPath.Line(shown.Select(drawing => At(drawing, drawing.Point?.Stable))),
            Limit = SvgPath.Steps(all.Zip(limits).Select(both => At(both.First, both.Second))),
            Values = [.. scale.Ticks(4).Select(tick => new ChartLabel(SvgPath.Number(scale.At(tick)), Say.Limit(tick, last.Unit)))],
            Marks = [.. MarksOf(shown, scale)],
            Evidence = evidence is null ? null : EvidenceLine.Of(
                [.. shown.Select(drawing => (drawing.X, drawing.Point?.Harm, drawing.Point?.Harmless))], evidence.FailsAt!.Value, evidence.ProvenAt, EvidenceTop, EvidenceBottom),
            Description = Describe(last, [.. all.Select(drawing => drawing.Point).OfType<ObjectivePoint>()]),
            Rows = [.. Thin(all, tabled).Where(drawing => drawing.Point is not null).Select(drawing => new ChartRow(drawing.Decision.Entry, StepName.Of(drawing.Decision.Entry, drawing.Decision.Step), drawing.Point!))],
            Drawn = shown.Count,
        };
    }

    /// <summary>Numbers in another unit are of another policy, and none of this chart.</summary>
    private static ObjectivePoint? Known(ObjectivePoint? point, Unit unit) => point?.Unit == unit ? point : null;

    private static IReadOnlyList<Drawing> Thin(IReadOnlyList<Drawing> all, int most) =>
        Thinning.Of(all, most, (before, next) => before.Point?.Outcome == next.Point?.Outcome && before.Decision.Entry.Mode == next.Decision.Entry.Mode, drawing => ObjectiveWords.Badness(drawing.Point));

    /// <summary>The limit of the step each decision falls into: that of the next decision about a step. Beside the last of them, the one that was applied. None where nothing limits the value.</summary>
    internal static IReadOnlyList<double?> Limits(IReadOnlyList<Drawing> all)
    {
        var limits = new double?[all.Count];
        ObjectivePoint? ofStep = null;
        for (var index = all.Count - 1; index >= 0; index--)
        {
            ofStep = all[index] is { Point: { } point, Decision.Entry: var entry } && entry.Mode == GateMode.Step ? point : ofStep;
            limits[index] = all[index].Point is { Limit: null } ? null : (ofStep ?? all[index].Point)?.Limit;
        }

        return limits;
    }

    /// <summary>Values, limits and stable always have room; an interval as far as it does not press them flat.</summary>
    private static ChartScale Scale(IReadOnlyList<Drawing> shown, IReadOnlyList<double?> limits, Comparison comparison)
    {
        var points = shown.Select(drawing => drawing.Point).OfType<ObjectivePoint>().ToList();
        var lines = points.SelectMany(point => new[] { point.Value, point.Stable }).Concat(limits).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (lines.Min(), lines.Max());
        var ends = points.SelectMany(point => point.Interval ?? []).Where(double.IsFinite).ToList();
        var reach = high - low;
        if (comparison == Comparison.AtMost)
        {
            high = Math.Max(high, Math.Min(ends.DefaultIfEmpty(high).Max(), high + (reach / 2)));
            low = Math.Min(0, low);
        }
        else
        {
            low = Math.Min(low, Math.Max(ends.DefaultIfEmpty(low).Min(), low - (reach / 2)));
        }

        var pad = high > low ? 0.08 * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-9);
        return new ChartScale(comparison == Comparison.AtMost && low >= 0 ? low : low - pad, high + pad, Bottom, Top);
    }

    private static IEnumerable<ChartMark> MarksOf(IReadOnlyList<Drawing> shown, ChartScale scale)
    {
        FindingOutcome? before = null;
        foreach (var drawing in shown)
        {
            var outcome = drawing.Point?.Outcome;
            if (outcome is { } known && known != FindingOutcome.Met && outcome != before && drawing.Point?.Value is { } value && double.IsFinite(value))
            {
                yield return new ChartMark(SvgPath.Number(drawing.X - 6), SvgPath.Number(scale.At(value) - 6), Shapes.Of(known));
            }

            before = outcome;
        }
    }

    private static string Describe(ObjectivePoint last, IReadOnlyList<ObjectivePoint> points)
    {
        var values = points.Select(point => point.Value).OfType<double>().ToList();
        var canary = values.Count == 0 ? "The canary reported nothing" : $"The canary was between {Say.Value(values.Min(), last.Unit)} and {Say.Value(values.Max(), last.Unit)}, last {Say.Value(last.Value, last.Unit)}";
        var stable = last.Stable is null ? "" : $", stable last {Say.Value(last.Stable, last.Unit)}";
        var harm = points.Max(point => point.Harm);
        var evidence = harm is null ? "" : $" Evidence of harm reached {EvidenceLine.Odds(harm.Value)}; it fails at {EvidenceLine.Odds(points.Max(point => point.FailsAt) ?? 0)}.";
        return $"{canary}; {(last.Limit is { } limit ? $"{ObjectiveWords.Limit(last.Objective)} last {Say.Limit(limit, last.Unit)}" : ThresholdWords.None)}{stable}.{evidence}";
    }

    /// <summary>One decision on the way into the chart.</summary>
    internal sealed record Drawing(RolloutDecision Decision, ObjectivePoint? Point, double X);
}

/// <summary>A verdict's shape in a chart.</summary>
public sealed record ChartMark(string X, string Y, string Shape);

/// <summary>A row of the table beneath a chart.</summary>
public sealed record ChartRow(DecisionEntry Decision, string Step, ObjectivePoint Point);
