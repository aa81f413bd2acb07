using GateService.Core.Evidence;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>One of stable's pods whose requests are so much worse than those of all others together that its trouble is its own: a node's, a tenant's, a bad start's.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="Share">Its bad events of all, 0 to 1.</param>
internal sealed record OnePod(string Name, double Share)
{
    /// <summary>Of its share: the others together have less.</summary>
    private const double Quarter = 0.25;

    /// <summary>Null where there is one pod alone, or none stands out.</summary>
    /// <param name="pods">Of stable.</param>
    /// <param name="from">First cell that counts.</param>
    /// <param name="to">Cells from here on do not.</param>
    public static OnePod? Of(IReadOnlyList<PodSeries> pods, DateTimeOffset from, DateTimeOffset to)
    {
        var known = pods.Select(pod => (pod.Pod, Cells: pod.Cells.Where(cell => cell.Begin >= from && cell.Begin < to).ToList()))
            .Select(pod => (pod.Pod, Bad: pod.Cells.Sum(cell => cell.Bad ?? 0), Exposure: pod.Cells.Sum(cell => cell.Exposure))).Where(pod => pod.Exposure > 0).OrderByDescending(pod => pod.Bad).ToList();
        if (known is not [{ Bad: > 0 } worst, .. { Count: > 0 } others])
        {
            return null;
        }

        var share = worst.Bad / worst.Exposure;
        return others.Sum(pod => pod.Bad) < Quarter * share * others.Sum(pod => pod.Exposure) ? new OnePod(worst.Pod, share) : null;
    }

    /// <summary>The trial against stable without it: what is left of each bucket of the control, of which bad events are a share.</summary>
    public Trial LeftOutOf(Trial trial)
    {
        var evidence = trial.Evidence;
        List<PodSeries> others = [.. evidence.StablePods.Where(pod => pod.Pod != Name)];
        var (all, rest, cell) = (ByCell(evidence.StablePods), ByCell(others), StablePast.CellOf(evidence.StablePods));
        List<Bucket> buckets = [.. evidence.Control.Buckets.Select(Without)];
        var (sample, bad) = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).Aggregate((Sample: 0.0, Bad: 0.0), (sum, bucket) => (sum.Sample + bucket.Exposure, sum.Bad + (bucket.Bad ?? 0)));
        var share = sample > 0 ? bad / sample : 0;
        return new Trial(trial.Objective, evidence with { Control = new SliceEvidence.Measured(trial.Objective.Comparison == Comparison.AtMost ? share : 1 - share, sample, bad, buckets), StablePods = others }, trial.Context) { Written = trial.Written };

        Bucket Without(Bucket bucket)
        {
            // Cells are as long as a bucket or a whole number of them.
            var at = all.Keys.Where(begin => begin <= bucket.Begin && bucket.Begin < begin + cell).FirstOrDefault();
            if (!all.TryGetValue(at, out var whole))
            {
                return bucket;
            }

            var left = rest.GetValueOrDefault(at);
            var (requests, part) = (whole.Exposure > 0 ? left.Exposure / whole.Exposure : 1, whole.Bad > 0 ? left.Bad / whole.Bad : 1);
            return bucket with { Exposure = requests * bucket.Exposure, Bad = part * bucket.Bad, AllBad = part * bucket.AllBad };
        }
    }

    private static Dictionary<DateTimeOffset, (double Bad, double Exposure)> ByCell(IEnumerable<PodSeries> pods)
    {
        var cells = new Dictionary<DateTimeOffset, (double Bad, double Exposure)>();
        foreach (var known in pods.SelectMany(pod => pod.Cells))
        {
            var so = cells.GetValueOrDefault(known.Begin);
            cells[known.Begin] = (so.Bad + (known.Bad ?? 0), so.Exposure + known.Exposure);
        }

        return cells;
    }
}
