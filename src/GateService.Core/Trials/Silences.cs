using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Where the canary fell silent: buckets without one event of its own, after its first, in which so many were to be expected that chance is out of the question.
/// Expected is what stable served there, times the canary's share in the other buckets of the same step, taken low by two standard errors. Requests come in
/// clusters of φ and shares drift by τ, so that none at all comes with probability (1 + τ² E / φ)^(-1/τ²) where E are expected: a gamma mixture of
/// clusters. Silent is what is less likely than α, shared out over all buckets it could have begun in.
/// </summary>
/// <param name="All">Oldest first.</param>
/// <param name="Explained">Requests that may be missing by chance.</param>
public sealed record Silences(IReadOnlyList<Silence> All, double Explained)
{
    public static Silences None { get; } = new([], double.PositiveInfinity);

    /// <summary>φ at the least: a client that asks for three things at once is none of ours to wonder at.</summary>
    private const double SmallestCluster = 3;

    private const double StandardErrors = 2;

    /// <summary>New Relic may show one slice's last minute later than the other's.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private static double Drift => Scatter.Counts.Tau * Scatter.Counts.Tau;

    /// <param name="judged">The canary's, as they are judged; a bucket without any is silent.</param>
    /// <param name="traffic">What both slices served, the same buckets.</param>
    /// <param name="begins">Indices of the buckets in which steps began, the first left out.</param>
    /// <param name="bucket">Width of one.</param>
    /// <param name="warmUp">How long the begin of a step is left out.</param>
    /// <param name="alpha">Chance that a canary that serves is called silent.</param>
    public static Silences Of(IReadOnlyList<Bucket> judged, TrafficCounts traffic, IReadOnlyList<int> begins, TimeSpan bucket, TimeSpan warmUp, double alpha)
    {
        var first = judged.Index().FirstOrDefault(known => known.Item.Exposure > 0, (judged.Count, null!)).Index;
        if (first == judged.Count || traffic.Control.Count != judged.Count)
        {
            return None;
        }

        var cluster = Cluster(traffic);
        var explained = cluster / Drift * (Math.Exp(Drift * Math.Log((judged.Count - first) / alpha)) - 1);
        var (late, cold) = ((int)Math.Ceiling(Late / bucket), (int)Math.Ceiling(warmUp / bucket));
        var found = new List<Silence>();
        for (var from = first + 1; from < judged.Count; from++)
        {
            if (judged[from].Exposure > 0)
            {
                continue;
            }

            var to = from;
            while (to < judged.Count && judged[to].Exposure <= 0)
            {
                to++;
            }

            var (begin, end) = (begins.Where(step => step <= from).Append(first).Max(), begins.Where(step => step > from).Append(judged.Count).Min());
            var share = Share(traffic, Enumerable.Range(begin, end - begin).Where(t => t < from || t >= to), cluster);
            var isOngoing = to == judged.Count;
            var certain = Served(traffic, Math.Max(from, begin + cold), isOngoing ? to - late : to) * share.Low;
            if (certain >= explained)
            {
                var stable = Served(traffic, from, to);
                found.Add(new Silence(from, to, stable, stable * share.Observed, isOngoing));
            }

            from = to;
        }

        return new Silences(found, explained);
    }

    /// <summary>φ: how many requests come together, the larger of both slices', and 3 at the least.</summary>
    internal static double Cluster(TrafficCounts traffic) => Math.Max(SmallestCluster, Math.Max(Clustering(traffic.Control, takesEmpty: true), Clustering(traffic.Judged, takesEmpty: false)));

    /// <summary>The canary's requests over stable's, as observed and at the least.</summary>
    private static (double Observed, double Low) Share(TrafficCounts traffic, IEnumerable<int> others, double cluster)
    {
        var (canary, stable) = (0.0, 0.0);
        foreach (var t in others.Where(t => traffic.Control[t].Exposure > 0))
        {
            (canary, stable) = (canary + traffic.Judged[t].Exposure, stable + traffic.Control[t].Exposure);
        }

        return stable > 0 ? (canary / stable, Math.Max(0, canary - (StandardErrors * Math.Sqrt(cluster * canary))) / stable) : default;
    }

    private static double Served(TrafficCounts traffic, int from, int to)
    {
        var served = 0.0;
        for (var t = from; t < to; t++)
        {
            served += traffic.Control[t].Exposure;
        }

        return served;
    }

    /// <summary>φ: how much successive buckets differ, over what independent requests would; 1 for those.</summary>
    private static double Clustering(IReadOnlyList<Bucket> buckets, bool takesEmpty)
    {
        var (sum, pairs) = (0.0, 0);
        for (var t = 1; t < buckets.Count; t++)
        {
            var (before, now) = (buckets[t - 1].Exposure, buckets[t].Exposure);
            if (takesEmpty ? before + now > 0 : before > 0 && now > 0)
            {
                (sum, pairs) = (sum + ((now - before) * (now - before) / (now + before)), pairs + 1);
            }
        }

        return pairs > 0 ? sum / pairs : 0;
    }
}
