using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>Errors of which the canary has fewer than its share of stable's, for certain or nearly so, from the first to the last minute in which stable has many.</summary>
/// <param name="Name">Of the account.</param>
/// <param name="From">First bucket.</param>
/// <param name="To">Last bucket.</param>
/// <param name="Begin">Of the first one; null where it is the first in which both serve, and nobody knows since when.</param>
/// <param name="End">Of the last one.</param>
/// <param name="IsOver">Stable has them no more.</param>
/// <param name="Share">Of stable's requests in that time, 0 to 1.</param>
/// <param name="Lack">Requests of the canary that would have failed there as stable's do, and did not: their number, taken low.</param>
internal sealed record LackingErrors(string Name, int From, int To, DateTimeOffset? Begin, DateTimeOffset End, bool IsOver, double Share, double Lack)
{
    /// <summary>Of the worst three minutes: what is less is no part of the outage.</summary>
    private const double Quarter = 0.25;

    /// <summary>A bucket of the time in which stable has them, or next to it.</summary>
    public bool IsAbout(int t) => t >= From - 1 && t <= To + 1;

    /// <summary>For example <c>stable's 4.3 % by payments-api since 12:03Z</c>.</summary>
    public string Said => $"stable's {Quantity.Say(Share, Unit.Share)} by {Name}{(Begin, IsOver) switch { ({ } begin, true) => $" from {begin:HH:mm}Z to {End:HH:mm}Z", ({ } begin, false) => $" since {begin:HH:mm}Z", (null, true) => $" until {End:HH:mm}Z", (null, false) => "" }}";

    /// <summary>Null where the canary has its part, or stable's are of one pod.</summary>
    /// <param name="name">Of what they failed by.</param>
    /// <param name="canaryAt">Its errors in a bucket.</param>
    /// <param name="stableAt">Stable's.</param>
    /// <param name="requests">All of both.</param>
    /// <param name="standardErrors">By so many the lack is taken low.</param>
    public static LackingErrors? Of(string name, Func<int, double> canaryAt, Func<int, double> stableAt, Trial requests, double standardErrors)
    {
        var evidence = requests.Evidence;
        var serving = Enumerable.Range(0, evidence.Judged.Buckets.Count).Where(t => BesideStable.Ratio(evidence, t) is not null).ToList();
        var rates = serving.Select((_, i) => Rate(serving, i)).ToList();
        if (rates.Count == 0 || rates.Max() is not (> 0 and var worst))
        {
            return null;
        }

        var (from, to) = (serving[rates.FindIndex(rate => rate >= Quarter * worst)], serving[rates.FindLastIndex(rate => rate >= Quarter * worst)]);
        var during = serving.Where(t => t >= from && t <= to).ToList();
        var (canary, stable, exposure, beside) = (during.Sum(canaryAt), during.Sum(stableAt), during.Sum(t => evidence.Judged.Buckets[t].Exposure), during.Sum(t => evidence.Control.Buckets[t].Exposure));
        var (expected, cluster) = (stable * exposure / beside, Math.Max(1, requests.Kept.Prior.Clusters));
        var lack = expected - canary - (standardErrors * Math.Sqrt(cluster * ((expected * exposure / beside) + Math.Max(canary, 1))));
        var end = evidence.Judged.Buckets[to].Begin + requests.Context.Window.Bucket;
        return lack <= 0 || OnePod.Of(evidence.StablePods, evidence.Judged.Buckets[from].Begin, end) is not null ? null
            : new LackingErrors(name, from, to, from == serving[0] ? null : evidence.Judged.Buckets[from].Begin, end, to < serving[^1], stable / beside, lack);

        double Rate(List<int> known, int at)
        {
            var near = known.Skip(Math.Max(0, at - 1)).Take(at == 0 ? 2 : 3).ToList();
            return near.Sum(stableAt) / near.Sum(t => evidence.Control.Buckets[t].Exposure);
        }
    }
}
