using GateService.Pages.Words;

namespace GateService.Pages.Charts;

/// <summary>How evidence grew towards the line at which it decides: odds on a logarithmic scale, because evidence is multiplied.</summary>
/// <param name="Harm">Path of the evidence of harm.</param>
/// <param name="FailsAt">Height and odds of the line at which the objective trips.</param>
/// <param name="Harmless">Path of the evidence of harmlessness; empty where none was weighed.</param>
/// <param name="ProvenAt">Height and odds of the line at which that is proven.</param>
/// <param name="Ticks">Odds along the axis.</param>
/// <param name="Crossing">Where harm first reached its line; null where it did not.</param>
/// <param name="IsCut">Whether evidence is beyond the top: it is drawn along the edge.</param>
public sealed record EvidenceLine(
    string Harm, ChartLabel FailsAt, string Harmless, ChartLabel? ProvenAt, IReadOnlyList<ChartLabel> Ticks, (string X, string Y)? Crossing, bool IsCut)
{
    /// <summary>Just under even odds: evidence against harm is of no interest here, and may be endless.</summary>
    private const double Lowest = -0.7;

    private const double Headroom = 1.4;

    /// <param name="evidence">Coordinate of time, and evidence in nats; null where none was weighed.</param>
    /// <param name="failsAt">In nats; over 0.</param>
    /// <param name="provenAt">In nats; null where no harmlessness was weighed.</param>
    /// <param name="top">Coordinate of the upper edge.</param>
    /// <param name="bottom">Coordinate of the lower edge.</param>
    internal static EvidenceLine Of(IReadOnlyList<(double X, double? Harm, double? Harmless)> evidence, double failsAt, double? provenAt, double top, double bottom)
    {
        var scale = new ChartScale(Lowest, Headroom * Math.Max(failsAt, provenAt ?? 0), bottom, top);
        var crossing = evidence.FirstOrDefault(point => point.Harm >= failsAt);
        return new EvidenceLine(
            SvgPath.Line(evidence.Select(point => Point(scale, point.X, point.Harm))),
            Label(scale, failsAt),
            provenAt is null ? "" : SvgPath.Line(evidence.Select(point => Point(scale, point.X, point.Harmless))),
            provenAt is { } proven ? Label(scale, proven) : null,
            [.. Enumerable.Range(0, 20).Select(power => power * Math.Log(10)).Where(nats => !scale.Cuts(nats) && Math.Abs(nats - failsAt) > 0.9).Select(nats => new ChartLabel(SvgPath.Number(scale.At(nats)), Tick(nats)))],
            crossing.Harm is { } harm ? (SvgPath.Number(crossing.X), SvgPath.Number(scale.At(harm))) : null,
            evidence.Any(point => point.Harm > scale.High || (provenAt is not null && point.Harmless > scale.High)));
    }

    /// <summary>Evidence of harm bucket by bucket; of very many buckets the worst of each stretch.</summary>
    internal static EvidenceLine OfTrajectory(IReadOnlyList<double> trajectory, double failsAt, double top, double bottom)
    {
        var axis = new ChartScale(0, Math.Max(1, trajectory.Count - 1), ChartFrame.Left, ChartFrame.Right);
        var shown = Thinning.Of([.. trajectory.Index()], 120, (_, _) => true, bucket => bucket.Item);
        return Of([.. shown.Select(bucket => (axis.At(bucket.Index), (double?)bucket.Item, (double?)null))], failsAt, null, top, bottom);
    }

    /// <summary>Evidence as odds, for example <c>700:1</c>.</summary>
    internal static string Odds(double nats) => nats switch
    {
        > 13.8 => "over 1,000,000:1",
        >= 4.6 => $"{Say.Count(Math.Round(Math.Exp(nats) / 10) * 10)}:1",
        >= 0 => $"{Say.Count(Math.Round(Math.Exp(nats)))}:1",
        _ => "under 1:1",
    };

    /// <summary>Odds in the room that an axis has: <c>10k</c> to one.</summary>
    private static string Tick(double nats) => Math.Round(Math.Exp(nats)) switch
    {
        >= 1e6 and var odds => $"{Say.Number(odds / 1e6)}M",
        >= 1e3 and var odds => $"{Say.Number(odds / 1e3)}k",
        var odds => Say.Number(odds),
    };

    private static ChartLabel Label(ChartScale scale, double nats) => new(SvgPath.Number(scale.At(nats)), Odds(nats));

    private static (double X, double Y)? Point(ChartScale scale, double x, double? nats) => nats is { } known ? (x, scale.At(known)) : null;
}
