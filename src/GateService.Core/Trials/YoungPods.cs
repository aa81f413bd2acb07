using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Pods of the canary that came in the midst of a step, by the autoscaler or after a restart, and are cold whatever the clock says. A pod is young in the bucket of its
/// first request and for a warm-up after it; those that come where a step begins are left out by the clock already. Who is young hangs on traffic alone. Warm-up shows
/// by warming up: a pod that is gone before it is over, that restarts again and again, or whose kind is replaced all the time, is not young but ill.
/// </summary>
/// <param name="Warmed">Lives that went on after they were young.</param>
/// <param name="Warming">Lives that are young still.</param>
/// <param name="Buckets">How many each is young in.</param>
internal sealed record YoungPods(IReadOnlyList<PodLife> Warmed, IReadOnlyList<PodLife> Warming, int Buckets)
{
    /// <summary>A pod that began anew more often than that does not come to rest.</summary>
    private const int MostLives = 2;

    /// <summary>Buckets at the end in which a pod that is there may not have been read.</summary>
    private const int Unread = 2;

    /// <summary>Requests of stable's young pods from which on they tell how a start goes.</summary>
    private const double FewestAlike = 20;

    /// <summary>How many times as bad as stable's at their age is a start that the change made worse, and nobody's warm-up.</summary>
    private const double Worse = 2;

    /// <summary>A pod that has warmed up has at most this part of the bad requests that it had before.</summary>
    private const double Better = 0.5;

    /// <summary>From this share of the canary's requests in the window on, too little is left beside them.</summary>
    private const double Most = 0.5;

    public IReadOnlyList<PodLife> All => [.. Warmed, .. Warming];

    /// <summary>Null where pods are not told apart, and where none came in the midst of a step.</summary>
    public static YoungPods? Of(Trial trial)
    {
        var (context, judged, control) = (trial.Context, trial.Evidence.Judged.Buckets, trial.Evidence.Control.Buckets);
        var warmUp = (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket);
        var pods = trial.Evidence.CanaryPods.Where(pod => pod.Cells.Count == judged.Count).ToList();
        if (context.Slice != Slice.Canary || warmUp == 0 || pods.Count == 0 || IsRestless(pods))
        {
            return null;
        }

        var first = judged.Index().FirstOrDefault(known => known.Item.Exposure > 0, (judged.Count, null!)).Index;
        var begins = trial.Kept.Begins.Append(first).ToHashSet();
        var lives = pods.Select(pod => PodLife.Of(pod, t => judged[t].Exposure > 0 || (t < control.Count && control[t].Exposure > 0))).Where(of => of.Count <= MostLives)
            .SelectMany(of => of).Where(life => !begins.Contains(life.First)).ToList();
        var young = new YoungPods([.. lives.Where(life => life.Last > life.First + warmUp)], [.. lives.Where(life => life.Last <= life.First + warmUp && life.Last > judged.Count - 1 - Unread)], warmUp + 1);
        return young.All.Count > 0 ? young : null;
    }

    /// <summary>What some of them did while they were young.</summary>
    public Bucket In(int bucket, IEnumerable<PodLife> lives)
    {
        var cells = lives.Where(life => bucket >= life.First && bucket < life.First + Buckets).Select(life => life.Pod.Cells[bucket]).ToList();
        return cells.Aggregate(new Bucket(default, 0, 0, BadAgainstStable: 0, BadOverFloor: 0, BadOverLimit: 0, Denied: 0), (sum, cell) => new Bucket(
            cell.Begin,
            sum.Exposure + cell.Exposure,
            sum.Bad + (cell.Bad ?? 0),
            BadAgainstStable: sum.BadAgainstStable + (cell.BadAgainstStable ?? 0),
            BadOverFloor: sum.BadOverFloor + (cell.BadOverFloor ?? 0),
            BadOverLimit: sum.BadOverLimit + (cell.BadOverLimit ?? 0),
            Denied: sum.Denied + (cell.Denied ?? 0)));
    }

    /// <summary>Bad requests and all of them, of some of them while they were young.</summary>
    public CountPair Counted(Trial trial, IReadOnlyList<PodLife> lives)
    {
        var cells = trial.Evidence.Judged.Buckets.Select((_, t) => In(t, lives)).ToList();
        return new CountPair(cells.Sum(cell => cell.Bad ?? 0), cells.Sum(cell => cell.Exposure), 0, 0);
    }

    /// <summary>
    /// What they did once they were warm by the clock, where that is no better than while they were young, for certain: bad requests and all of them. Null where they warmed up. Warm-up shows by warming up.
    /// </summary>
    public CountPair? StillBad(Trial trial, IReadOnlyList<PodLife> lives)
    {
        var young = Counted(trial, lives);
        var after = lives.SelectMany(life => life.Pod.Cells.Skip(life.First + Buckets).Take(Math.Max(0, life.Last - life.First - Buckets + 1))).ToList();
        var (bad, all) = (after.Sum(cell => cell.Bad ?? 0), after.Sum(cell => cell.Exposure));
        return all > 0 && young.CanaryBad > 0 && WilsonInterval.Of(Math.Min(bad, all), all).Low > Better * young.CanaryBad / young.CanaryExposure ? new CountPair(bad, all, 0, 0) : null;
    }

    /// <summary>They served so much of the canary's window that what is left tells little.</summary>
    public bool AreMost(Trial trial, IReadOnlyList<PodLife> lives)
    {
        var window = trial.Kept.Indices.Where(t => trial.Evidence.Judged.Buckets[t].Begin >= trial.Context.Window.Begin).ToList();
        return window.Sum(t => In(t, lives).Exposure) > Most * window.Sum(t => trial.Evidence.Judged.Buckets[t].Exposure);
    }

    /// <summary>
    /// What they did and what stable's pods did at their age, where those started better for certain: bad requests and all of them, both slices. Null where they did not, and
    /// where stable had no young pods.
    /// </summary>
    public CountPair? WorseThanStable(Trial trial, IReadOnlyList<PodLife> lives)
    {
        var pods = trial.Evidence.StablePods;
        if (pods.Count == 0 || pods[0].Cells.Count < 2)
        {
            return null;
        }

        var young = (int)Math.Ceiling(trial.Context.Sequential.WarmUp / (pods[0].Cells[1].Begin - pods[0].Cells[0].Begin)) + 1;
        var begin = pods.Select(pod => pod.Cells.Index().FirstOrDefault(cell => cell.Item.Exposure > 0, (pod.Cells.Count, null!)).Index).Min();
        // Those that are there from the begin on may be of any age.
        var stable = pods.SelectMany(pod => PodLife.Of(pod, t => pods.Any(other => other.Cells[t].Exposure > 0)).Where(life => life.First > begin))
            .SelectMany(life => life.Pod.Cells.Skip(life.First).Take(Math.Min(young, life.Last - life.First + 1))).ToList();
        var canary = trial.Evidence.Judged.Buckets.Select((_, t) => In(t, lives)).ToList();
        CountPair[] pairs = trial.Objective is LatencyObjective ? [Pair(cell => cell.BadOverLimit, cell => cell.BadOverLimit), Pair(cell => cell.BadAgainstStable, cell => cell.Bad)] : [Pair(cell => cell.Bad, cell => cell.Bad)];
        return pairs.Where(IsWorse).Cast<CountPair?>().FirstOrDefault();

        CountPair Pair(Func<Bucket, double?> own, Func<Bucket, double?> of) =>
            new(canary.Sum(cell => own(cell) ?? 0), canary.Sum(cell => cell.Exposure), stable.Sum(cell => of(cell) ?? 0), stable.Sum(cell => cell.Exposure));
    }

    private static bool IsWorse(CountPair pair) => pair is { StableExposure: >= FewestAlike, CanaryExposure: > 0 }
        && WilsonInterval.Of(Math.Min(pair.CanaryBad, pair.CanaryExposure), pair.CanaryExposure).Low > Worse * WilsonInterval.Of(Math.Min(pair.StableBad, pair.StableExposure), pair.StableExposure).High;

    private static bool IsRestless(IEnumerable<PodSeries> pods) =>
        PodTurnover.Of([.. pods.Select(pod => pod.Cells.Index().Where(cell => cell.Item.Exposure > 0).Select(cell => cell.Index).ToList())]).IsRestless;
}
