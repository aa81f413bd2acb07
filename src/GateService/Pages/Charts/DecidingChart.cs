using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Statistics;
using GateService.Core.Words;
using GateService.Pages.Words;
using GateService.Wire;

namespace GateService.Pages.Charts;

/// <summary>
/// What decided, over time: the canary beside stable since the rollout began, the line that it must keep, and when it was over it for certain. Where a value keeps its limit and
/// stable decided, what was compared with stable is drawn, not what the limit is of. What is counted is drawn as a share
/// with its 95 % interval (Wilson), what is averaged as a mean.
/// </summary>
public sealed record DecidingChart
{
    public const int Top = 18;
    public const int Bottom = 150;

    /// <summary>Points drawn at the most; buckets beyond that are put together.</summary>
    private const int Most = 24;

    /// <summary>What the line shows, in words.</summary>
    public required string Caption { get; init; }

    /// <summary>The same for who cannot see it.</summary>
    public required string Description { get; init; }

    public required string Canary { get; init; }

    public required string Band { get; init; }

    public required string Stable { get; init; }

    /// <summary>Where the limit is drawn, and its words beside it where no line runs through them; null where the limit is of something else than what is drawn.</summary>
    public required PlacedLabel? Limit { get; init; }

    /// <summary>When harm was shown; null where it was not.</summary>
    public required ChartLabel? Tripped { get; init; }

    public required IReadOnlyList<ChartLabel> Times { get; init; }

    public required IReadOnlyList<ChartLabel> Values { get; init; }

    /// <summary>What stands at each moment, for who points at it.</summary>
    public required IReadOnlyList<ChartMoment> Points { get; init; }

    /// <param name="finding">What decided.</param>
    /// <param name="evidence">Of its objective.</param>
    /// <returns>Null where there is no course of time to show.</returns>
    internal static DecidingChart? Of(ObjectiveResponse finding, ObjectiveEvidence evidence)
    {
        var compared = finding.Versus == Versus.Stable && !IsBeyond(finding) ? finding.Judgement?.Compared : null;
        var isMean = evidence.Judged.Buckets.All(bucket => Counted(bucket, compared) is null);
        var canary = Moments(evidence.Judged.Buckets, isMean, compared);
        var stable = Moments(evidence.Control.Buckets, isMean, compared);
        if (canary.Count(moment => moment.Value is not null) < 2)
        {
            return null;
        }

        var (tested, unit) = (compared ?? finding.Judgement?.Tested, isMean ? finding.Unit : Unit.Share);
        if (tested is not null && !isMean && Math.Abs(Overall(canary) - tested.Share) > Math.Abs(1 - Overall(canary) - tested.Share))
        {
            (canary, stable) = (Turned(canary), Turned(stable));
        }

        var limit = isMean ? finding.Limit : tested is not null ? tested.Limit : finding.Unit != Unit.Share ? null : finding.Comparison == Comparison.AtMost ? finding.Limit : 1 - finding.Limit;
        var width = canary[1].Begin - canary[0].Begin;
        var (first, last) = (canary[0].Begin, canary[^1].Begin + width);
        var time = new ChartScale(first.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds(), ChartFrame.Left, ChartFrame.Right);
        var scale = Scale(canary.Concat(stable), limit);
        double X(Moment moment) => time.At((moment.Begin + (width / 2)).ToUnixTimeMilliseconds());
        IEnumerable<(double, double)?> Line(IEnumerable<Moment> moments) => moments.Select(moment => moment.Value is { } value ? (X(moment), scale.At(value)) : ((double, double)?)null);
        var middle = first + ((last - first) / 2);
        var what = $"{tested?.What ?? $"{finding.Objective}{(isMean ? "" : ", bad ones of all")}"}{(isMean ? "" : Lacking(finding, limit))}";
        return new DecidingChart
        {
            Caption = $"{what}, per {Durations.Say(width)}",
            Description = $"{what}: canary {Range(canary, unit)}{(stable.Any(moment => moment.Value is not null) ? $", stable {Range(stable, unit)}" : "")}{(limit is { } line ? $", limit {Say.Limit(line, unit)}" : "")}, from {Say.Minute(first)} to {Say.Clock(last)} UTC",
            Canary = SvgPath.Line(Line(canary)),
            Band = SvgPath.Band(canary.Select(moment => moment.Interval is { } interval ? (X(moment), scale.At(interval.Low), scale.At(interval.High)) : ((double, double, double)?)null)),
            Stable = SvgPath.Line(Line(stable)),
            Limit = limit is { } known && double.IsFinite(known)
                ? PlacedLabel.Beside(scale.At(known), $"limit {Say.Limit(known, unit)}", [.. Line(canary).Concat(Line(stable)).OfType<(double, double)>()])
                : null,
            Tripped = finding.Judgement?.FailedAt is { } at && at >= first && at <= last ? new ChartLabel(SvgPath.Number(time.At(at.ToUnixTimeMilliseconds())), $"shown {Say.Clock(at)}") : null,
            Times = [.. new[] { first, middle, last }.Select(moment => new ChartLabel(SvgPath.Number(time.At(moment.ToUnixTimeMilliseconds())), Say.Clock(moment)))],
            Values = [.. scale.Ticks(4).Select(tick => new ChartLabel(SvgPath.Number(scale.At(tick)), Say.Limit(tick, unit)))],
            Points = [.. canary.Select((moment, index) => new ChartMoment(
                SvgPath.Number(X(moment)),
                SvgPath.Number(X(moment) - (Wide(canary.Count) / 2)),
                SvgPath.Number(Wide(canary.Count)),
                Say.Clock(moment.Begin),
                Told(moment, unit),
                index < stable.Count ? Short(stable[index], unit) : ""))],
        };
    }

    /// <summary>What must be high is drawn as what it lacks: its number and its limit stand beside the chart as others.</summary>
    private static string Lacking(ObjectiveResponse finding, double? limit) => finding is not { Comparison: Comparison.AtLeast, Limit: { } least } || limit is not { } drawn || Math.Abs(drawn - (1 - least)) > 1e-6 ? ""
        : $" ({(finding.Unit == Unit.Score ? "1" : "100 %")} − {finding.Objective})";

    private static bool IsBeyond(ObjectiveResponse finding) => finding.Comparison == Comparison.AtMost ? finding.Value > finding.Threshold : finding.Value < finding.Threshold;

    /// <summary>What counts against a limit, or against stable where that is something else and stable decided: within its limit a value shows nothing wrong.</summary>
    private static double? Counted(Bucket bucket, TestedResponse? compared) => compared is not null && bucket.BadAgainstStable is { } against ? against : bucket.AllBad ?? bucket.Bad;

    private static double Wide(int points) => (double)(ChartFrame.Right - ChartFrame.Left) / points;

    private static string Told(Moment moment, Unit unit) => moment.Bad is { } bad && moment.Exposure > 0 ? $"{Short(moment, unit)} ({Say.Count(bad)} of {Say.Count(moment.Exposure)})" : Short(moment, unit);

    private static string Short(Moment moment, Unit unit) => moment.Value is { } value ? Say.Value(value, unit) : "nothing";

    private static string Range(IReadOnlyList<Moment> moments, Unit unit)
    {
        var values = moments.Select(moment => moment.Value).OfType<double>().ToList();
        return $"{Say.Value(values.Min(), unit)} to {Say.Value(values.Max(), unit)}, last {Say.Value(values[^1], unit)}";
    }

    /// <summary>Values and the limit always have room; an interval as far as it does not press them flat.</summary>
    private static ChartScale Scale(IEnumerable<Moment> moments, double? limit)
    {
        var all = moments.ToList();
        var high = all.Select(moment => moment.Value ?? 0).Append(limit ?? 0).Max();
        high = Math.Max(high, Math.Min(all.Select(moment => moment.Interval?.High ?? 0).Max(), high * 1.5));
        var low = Math.Min(0, all.Select(moment => moment.Value ?? 0).Min());
        return new ChartScale(low, high > low ? high + (0.05 * (high - low)) : low + 1, Bottom, Top);
    }

    private static double Overall(IEnumerable<Moment> moments) => moments.Sum(moment => moment.Bad ?? 0) / Math.Max(1, moments.Sum(moment => moment.Exposure));

    private static List<Moment> Turned(IEnumerable<Moment> moments) => [.. moments.Select(moment => moment.Bad is { } bad ? Moment.Counted(moment.Begin, moment.Exposure, moment.Exposure - bad) : moment)];

    private static List<Moment> Moments(IReadOnlyList<Bucket> buckets, bool isMean, TestedResponse? compared)
    {
        var together = Math.Max(1, (int)Math.Ceiling(buckets.Count / (double)Most));
        return [.. buckets.Chunk(together).Select(some =>
        {
            var exposure = some.Sum(bucket => bucket.Exposure);
            return isMean
                ? new Moment(some[0].Begin, exposure, null, exposure > 0 ? some.Sum(bucket => (bucket.Mean ?? 0) * bucket.Exposure) / exposure : null, null)
                : Moment.Counted(some[0].Begin, exposure, some.Sum(bucket => Counted(bucket, compared) ?? 0));
        })];
    }

    /// <summary>Some buckets together.</summary>
    private sealed record Moment(DateTimeOffset Begin, double Exposure, double? Bad, double? Value, Interval? Interval)
    {
        public static Moment Counted(DateTimeOffset begin, double exposure, double bad) => exposure <= 0
            ? new Moment(begin, 0, 0, null, null)
            : new Moment(begin, exposure, bad, bad / exposure, WilsonInterval.Of(Math.Clamp(bad, 0, exposure), exposure));
    }
}
