using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>The requests of some stable pods and one canary pod, and how New Relic would tell what became of them.</summary>
/// <param name="RequestsPerSecond">Of the whole service.</param>
/// <param name="Pods">Stable ones.</param>
internal sealed record Fleet(double RequestsPerSecond, int Pods, Schedule Schedule, Trouble Trouble)
{
    /// <summary>Plays all pods; <paramref name="count"/> says how many requests of each bucket were bad.</summary>
    public ObjectiveEvidence Play(Dice dice, string objective, Func<Pod, Counts> count)
    {
        var (history, length) = (Schedule.HistoryBuckets, Schedule.Buckets);
        var stable = new Counts(new double[length], new double[length]);
        var served = new double[length];
        var series = new PodSeries[Pods];
        var isCompared = false;
        for (var i = 0; i < Pods; i++)
        {
            var pod = new Pod(i, -history, Requests(dice, -history, t => (1 - Schedule.Weight(t)) / Pods));
            var counts = count(pod);
            isCompared = counts.Compared is not null;
            for (var t = 0; t < length; t++)
            {
                served[t] += pod.Requests[history + t];
                stable.Bad[t] += counts.Bad[history + t];
                stable.Compared![t] += counts.Compared?[history + t] ?? 0;
            }

            series[i] = new PodSeries($"pod-{i}", Cells(pod.Requests, counts.Compared ?? counts.Bad));
        }

        var canary = new Pod(null, 0, Requests(dice, 0, Schedule.Weight));
        return new ObjectiveEvidence(
            objective, Slice(canary.Requests, count(canary)), Slice(served, isCompared ? stable : stable with { Compared = null }), [])
        { StablePods = series };
    }

    private double[] Requests(Dice dice, int from, Func<int, double> part)
    {
        var requests = new double[Schedule.Buckets - from];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = dice.Poisson(RequestsPerSecond * Schedule.Bucket.TotalSeconds * part(from + i) * Trouble.Traffic(Schedule.Minute(from + i)));
        }

        return requests;
    }

    private SliceEvidence Slice(double[] requests, Counts counts) =>
        Schedule.Slice([.. requests.Select((n, t) => new Bucket(Schedule.At(t), n, counts.Bad[t], BadAgainstStable: counts.Compared?[t]))]);

    /// <summary>Pods are told in cells of at least a minute, history and rollout in one row.</summary>
    private Bucket[] Cells(double[] requests, double[] bad)
    {
        var width = Schedule.Clock.BucketsPerCell;
        var cells = new Bucket[requests.Length / width];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            var (n, k) = (0.0, 0.0);
            for (var i = cell * width; i < (cell + 1) * width; i++)
            {
                (n, k) = (n + requests[i], k + bad[i]);
            }

            cells[cell] = new Bucket(Schedule.At((cell * width) - Schedule.HistoryBuckets), n, k);
        }

        return cells;
    }
}
