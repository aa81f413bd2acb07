using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>An account of which the canary has fewer errors than its share of stable's, by more than a standard error, from the first to the last minute in which stable has many.</summary>
/// <param name="Name">Of the account.</param>
/// <param name="From">First bucket.</param>
/// <param name="To">Last bucket.</param>
/// <param name="Begin">Of the first one.</param>
/// <param name="Share">Of stable's requests in that time, 0 to 1.</param>
/// <param name="Lack">Requests of the canary that would have failed there as stable's do, and did not: their number, taken low.</param>
internal sealed record LackingErrors(string Name, int From, int To, DateTimeOffset Begin, double Share, double Lack)
{
    private const double StandardErrors = 1;

    /// <summary>Of the worst three minutes: what is less is no part of the outage. One pod that is worse than all others by as much is the trouble of that pod.</summary>
    private const double Quarter = 0.25;

    /// <summary>A bucket of the time in which stable has them, or next to it.</summary>
    public bool IsAbout(int t) => t >= From - 1 && t <= To + 1;

    /// <summary>For example <c>stable's 4.3 % by payments-api since 12:03Z</c>.</summary>
    public string Said => $"stable's {Quantity.Say(Share, Unit.Share)} by {Name} since {Begin:HH:mm}Z";

    /// <summary>Null where the canary has its part, or stable's are over, or of one pod.</summary>
    public static LackingErrors? Of(Account account, Trial requests)
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
        var (canary, stable, exposure, beside) = (during.Sum(t => account.Canary[t].Failures), during.Sum(t => account.Stable[t].Failures), during.Sum(t => evidence.Judged.Buckets[t].Exposure), during.Sum(t => evidence.Control.Buckets[t].Exposure));
        var (expected, cluster) = (stable * exposure / beside, Math.Max(1, requests.Kept.Prior.Clusters));
        var lack = expected - canary - (StandardErrors * Math.Sqrt(cluster * ((expected * exposure / beside) + Math.Max(canary, 1))));
        var end = evidence.Judged.Buckets[to].Begin + requests.Context.Window.Bucket;
        return lack <= 0 || end <= requests.Context.Window.Begin || IsOfOnePod(evidence.StablePods, evidence.Judged.Buckets[from].Begin, end) ? null
            : new LackingErrors(account.Name, from, to, evidence.Judged.Buckets[from].Begin, stable / beside, lack);

        double Rate(List<int> known, int at)
        {
            var near = known.Skip(Math.Max(0, at - 1)).Take(at == 0 ? 2 : 3).ToList();
            return near.Sum(t => account.Stable[t].Failures) / near.Sum(t => evidence.Control.Buckets[t].Exposure);
        }
    }

    private static bool IsOfOnePod(IReadOnlyList<PodSeries> pods, DateTimeOffset from, DateTimeOffset to)
    {
        var known = pods.Select(pod => pod.Cells.Where(cell => cell.Begin >= from && cell.Begin < to).ToList())
            .Select(cells => (Bad: cells.Sum(cell => cell.Bad ?? 0), Exposure: cells.Sum(cell => cell.Exposure))).Where(pod => pod.Exposure > 0).OrderByDescending(pod => pod.Bad / pod.Exposure).ToList();
        return known.Count > 1 && known.Skip(1).Sum(pod => pod.Bad) < Quarter * known[0].Bad / known[0].Exposure * known.Skip(1).Sum(pod => pod.Exposure);
    }
}
