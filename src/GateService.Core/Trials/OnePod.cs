using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>One of stable's pods whose requests are so much worse than those of all others together that its trouble is its own: a node's, a tenant's, a bad start's.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="Share">Its bad events of all, 0 to 1.</param>
internal sealed record OnePod(string Name, double Share)
{
    /// <summary>Of its share: the others together have less.</summary>
    private const double Quarter = 0.25;

    /// <summary>Times as many requests beyond a percentile as it says: by chance it is still theirs.</summary>
    private const double Narrowly = 1.5;

    /// <summary>Null where there is one pod alone, or none stands out.</summary>
    /// <param name="pods">Of stable.</param>
    /// <param name="from">First cell that counts.</param>
    /// <param name="to">Cells from here on do not.</param>
    public static OnePod? Of(IReadOnlyList<PodSeries> pods, DateTimeOffset from, DateTimeOffset to)
    {
        var known = pods.Select(pod => (pod.Pod, Cells: pod.Cells.Where(cell => cell.Begin >= from && cell.Begin < to).ToList()))
            .Select(pod => (pod.Pod, Bad: pod.Cells.Sum(cell => cell.Bad ?? 0), Exposure: pod.Cells.Sum(cell => cell.Exposure))).Where(pod => pod.Exposure > 0).ToList();

        // Many pods as one row are no pod that could be ill, and still some of the others.
        if (known.Count < 2 || known.Where(pod => pod.Pod != PodSeries.Others).OrderByDescending(pod => pod.Bad).FirstOrDefault() is not { Bad: > 0 } worst)
        {
            return null;
        }

        var (share, others) = (worst.Bad / worst.Exposure, known.Where(pod => pod.Pod != worst.Pod).ToList());
        return others.Sum(pod => pod.Bad) < Quarter * share * others.Sum(pod => pod.Exposure) ? new OnePod(worst.Pod, share) : null;
    }

    /// <summary>The trial against stable without it.</summary>
    public Trial LeftOutOf(Trial trial)
    {
        var (evidence, others) = (trial.Evidence, OthersOf(trial.Evidence.StablePods));
        var parts = PodParts.Of(evidence.StablePods, others);
        List<PodPart> left = [.. evidence.Control.Buckets.Select(bucket => parts.At(bucket.Begin))];
        List<Bucket> buckets = [.. evidence.Control.Buckets.Zip(left, (bucket, part) => part.Of(bucket))];
        var (sample, bad) = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).Aggregate((Sample: 0.0, Bad: 0.0), (sum, bucket) => (sum.Sample + bucket.Exposure, sum.Bad + (bucket.Bad ?? 0)));
        var share = sample > 0 ? bad / sample : 0;
        var value = trial.Objective is LatencyObjective latency ? Kept(latency, trial, buckets) : trial.Objective.Comparison == Comparison.AtMost ? share : 1 - share;
        return new Trial(trial.Objective, evidence with { Control = new SliceEvidence.Measured(value, sample, bad, buckets), StablePods = others }, trial.Context) { Written = trial.Written, ControlParts = left };
    }

    /// <summary>All but this one.</summary>
    public IReadOnlyList<PodSeries> OthersOf(IReadOnlyList<PodSeries> pods) => [.. pods.Where(pod => pod.Pod != Name)];

    /// <summary>Nobody knows the percentile of some pods: the lowest that their counts allow, or what it is with all of them.</summary>
    private static double Kept(LatencyObjective latency, Trial trial, List<Bucket> buckets)
    {
        var (window, all) = (buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).ToList(), trial.Evidence.Control is SliceEvidence.Measured measured ? measured.Value : 0);
        return trial.Evidence.StableQuantile is { } own && window.Sum(bucket => bucket.BadAgainstStable ?? bucket.Exposure) <= Narrowly * (1 - latency.Quantile) * window.Sum(bucket => bucket.Exposure) ? Math.Min(own, all) : all;
    }
}
