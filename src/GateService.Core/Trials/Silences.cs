using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Where the canary fell silent: buckets with next to no event of its own, after its first, in which so many were to be expected that chance is out of the question. A crash comes at any second, so that the buckets
/// before and after are cut: they say nothing of how its requests come.
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

    /// <summary>Up to this part of what is usual a bucket is silent: a probe, a retry that found a pod.</summary>
    private const double Stray = 0.02;

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

        var (explained, stretch, stray) = (0.0, -1, 0.0);
        var (late, cold) = ((int)Math.Ceiling(Late / bucket), (int)Math.Ceiling(warmUp / bucket));
        var found = new List<Silence>();
        for (var from = first + 1; from < judged.Count; from++)
        {
            var (begin, end) = (begins.Where(step => step <= from).Append(first).Max(), begins.Where(step => step > from).Append(judged.Count).Min());
            (stretch, stray) = begin == stretch ? (stretch, stray) : (begin, Stray * Share(traffic, Enumerable.Range(begin, end - begin), 0).Observed);
            if (!IsSilent(from))
            {
                continue;
            }

            var to = from;
            while (to < judged.Count && IsSilent(to))
            {
                to++;
            }

            // The buckets that this silence cuts say nothing; those that others cut do, for requests may come in bursts with nothing between.
            var (before, after) = (from - 1, to);
            var cluster = Cluster(traffic, t => t >= before && t <= after);
            var chance = Chance(cluster, judged.Count - first, alpha);
            var others = Enumerable.Range(begin, end - begin).Where(t => t < from || t >= to).ToList();
            var share = Share(traffic, others.Where(t => t != before && t != after), cluster) is { Observed: > 0 } whole ? whole : Share(traffic, others, cluster);
            var isOngoing = to == judged.Count;
            var own = judged.Take(to).Skip(from).Sum(silent => silent.Exposure);
            var certain = (Served(traffic, Math.Max(from, begin + cold), isOngoing ? to - late : to) * share.Low) - own;
            if (certain >= chance)
            {
                var stable = Served(traffic, from, to);
                explained = Math.Max(explained, chance);
                found.Add(new Silence(from, to, stable, stable * share.Observed, own, isOngoing));
            }

            from = to;
        }

        return found.Count > 0 ? new Silences(found, explained) : None;

        bool IsSilent(int t) => judged[t].Exposure <= stray * traffic.Control[t].Exposure;
    }

    /// <summary>φ: how many requests come together, the larger of both slices', and 3 at the least.</summary>
    /// <param name="traffic">Of both.</param>
    /// <param name="isLeftOut">Buckets of the judged slice that say nothing of it; null for none.</param>
    internal static double Cluster(TrafficCounts traffic, Func<int, bool>? isLeftOut = null) =>
        Math.Max(SmallestCluster, Math.Max(Clustering(traffic.Control, takesEmpty: true, null), Clustering(traffic.Judged, takesEmpty: false, isLeftOut)));

    /// <summary>So many requests may be missing in a stretch by chance: where E are expected none comes with probability (1 + τ² E / φ)^(-1/τ²).</summary>
    /// <param name="cluster">φ.</param>
    /// <param name="buckets">In which the stretch could have begun; at least 1.</param>
    /// <param name="alpha">Chance that it is called silent, over all of them; in (0, 1).</param>
    internal static double Chance(double cluster, int buckets, double alpha) => cluster / Drift * (Math.Exp(Drift * Math.Log(buckets / alpha)) - 1);

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
    private static double Clustering(IReadOnlyList<Bucket> buckets, bool takesEmpty, Func<int, bool>? isLeftOut)
    {
        var (sum, pairs) = (0.0, 0);
        for (var t = 1; t < buckets.Count; t++)
        {
            var (before, now) = (buckets[t - 1].Exposure, buckets[t].Exposure);
            if (isLeftOut?.Invoke(t - 1) != true && isLeftOut?.Invoke(t) != true && (takesEmpty ? before + now > 0 : before > 0 && now > 0))
            {
                (sum, pairs) = (sum + ((now - before) * (now - before) / (now + before)), pairs + 1);
            }
        }

        return pairs > 0 ? sum / pairs : 0;
    }
}
