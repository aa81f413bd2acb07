using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Core.Trials;

/// <summary>
/// Fewer of the canary's requests than the router should send it by the weight of its step: they fail before the application sees them, at the ingress or a proxy, or the router does not
/// follow the weight. The median of the latest minutes, so that one burst is none; and so many missing that clusters and drift of requests explain them by four standard errors at most.
/// </summary>
/// <param name="Share">Of the latest requests, in percent.</param>
/// <param name="Weight">Of the step, in percent.</param>
/// <param name="Served">The slice's requests in the latest minutes.</param>
/// <param name="Expected">As many as its weight gives it of both slices' requests.</param>
/// <param name="Beside">The other slice's in the same minutes.</param>
public sealed record Shortfall(double Share, double Weight, double Served, double Expected, double Beside)
{
    private const double StandardErrors = 4;

    /// <summary>Of the canary's share from bucket to bucket, relative.</summary>
    private const double Drift = 0.1;

    /// <summary>So long back the latest requests are looked at, at the most and at the least.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5), Least = TimeSpan.FromMinutes(3);

    /// <summary>New Relic may show one slice's last minute later than the other's.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>Null where the canary gets what its weight says, give or take; where the weight is not known or leaves one slice without traffic; and where too little was seen to tell.</summary>
    /// <param name="plan">What was asked; it says the weight.</param>
    /// <param name="traffic">Requests of both slices; null where none were counted.</param>
    /// <param name="warmUp">How long the begin of a step is left out.</param>
    /// <param name="times">How many times fewer than its weight holds; above 1.</param>
    public static Shortfall? Of(EvidencePlan plan, SliceTraffic? traffic, TimeSpan warmUp, double times) =>
        Latest(plan, traffic, warmUp) is [_, ..] latest ? Of(traffic!.Counts, latest, plan.Weight!.Value, times) : null;

    /// <summary>The same of stable beside the canary; and so many fewer requests of both than in the busiest minutes before: what only moved from slice to slice is the router's.</summary>
    /// <inheritdoc cref="Of(EvidencePlan, SliceTraffic?, TimeSpan, double)"/>
    public static Shortfall? OfStable(EvidencePlan plan, SliceTraffic? traffic, TimeSpan warmUp, double times)
    {
        if (Latest(plan, traffic, warmUp) is not [var first, ..] latest || Of(traffic!.Counts.Swapped, latest, 100 - plan.Weight!.Value, times) is not { } shortfall)
        {
            return null;
        }

        var (judged, control) = (traffic.Counts.Judged, traffic.Counts.Control);
        var busiest = Enumerable.Range(0, first).Select(Both).OrderDescending().Take((int)Math.Ceiling(Least / plan.Span.Bucket)).ToList();
        return busiest.Count * plan.Span.Bucket >= Least && Median(latest.Select(Both)) * times < busiest[^1] ? shortfall : null;

        double Both(int t) => judged[t].Exposure + control[t].Exposure;
    }

    /// <summary>Indices of the latest buckets in which anything was served; none where nothing can be said.</summary>
    private static List<int> Latest(EvidencePlan plan, SliceTraffic? traffic, TimeSpan warmUp)
    {
        if (traffic is not { IsOfRequests: true, Objective: { Judged: SliceEvidence.Measured, Control: SliceEvidence.Measured, Uncounted: null }, Counts.Basis: not TrafficBasis.AtLeast }
            || plan is not { Slice: Requests.Slice.Canary, Control: not null, Weight: > 0 and <= 100 })
        {
            return [];
        }

        var (judged, control) = (traffic.Counts.Judged, traffic.Counts.Control);
        var latest = Enumerable.Range(0, judged.Count).Where(t => judged[t].Begin >= Begin(plan, traffic) + warmUp && judged[t].Begin + plan.Span.Bucket + Late <= plan.Span.End)
            .TakeLast((int)Math.Ceiling(Most / plan.Span.Bucket)).Where(t => judged[t].Exposure + control[t].Exposure > 0).ToList();
        return latest.Count * plan.Span.Bucket < Least ? [] : latest;
    }

    private static Shortfall? Of(TrafficCounts counts, List<int> latest, double weight, double times)
    {
        var (own, other) = (latest.Sum(t => counts.Judged[t].Exposure), latest.Sum(t => counts.Control[t].Exposure));
        var expected = (own + other) * weight / 100;
        var cluster = Silences.Cluster(counts with { Judged = [.. latest.Select(t => counts.Judged[t])], Control = [.. latest.Select(t => counts.Control[t])] });
        var scatter = Math.Sqrt((cluster * expected) + (Drift * Drift * expected * expected / latest.Count));
        return own > 0 && Median(latest.Select(t => 100 * counts.Judged[t].Exposure / (counts.Judged[t].Exposure + counts.Control[t].Exposure))) * times < weight
            && own * times < expected && own + (StandardErrors * scatter) < expected
                ? new Shortfall(100 * own / (own + other), weight, own, expected, other)
                : null;
    }

    /// <summary>Of the step: what the caller says, or the latest at which the canary's share rose, if that is later.</summary>
    private static DateTimeOffset Begin(EvidencePlan plan, SliceTraffic traffic) => traffic.Steps(plan).Begins is [.., var latest] && traffic.Counts.Judged[latest].Begin > plan.Window.Begin
        ? traffic.Counts.Judged[latest].Begin
        : plan.Window.Begin;

    private static double Median(IEnumerable<double> shares)
    {
        var sorted = shares.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
