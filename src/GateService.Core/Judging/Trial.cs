using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>
/// The buckets that are put to the test: since the canary's first request, without the warm-up of each step. Buckets are left out by clock and
/// traffic only, never by how requests ended, so leaving them out costs no validity.
/// </summary>
internal sealed record Trial
{
    public required IReadOnlyList<Bucket> Judged { get; init; }

    /// <summary>Stable in the same buckets; empty buckets where there is no control.</summary>
    public required IReadOnlyList<Bucket> Control { get; init; }

    /// <summary>The canary's weight in each bucket; null where it is not known.</summary>
    public required IReadOnlyList<double?> Weights { get; init; }

    public required StableScatter Scatter { get; init; }

    /// <summary>ω for each cell of this trial.</summary>
    public required IReadOnlyList<double> SlowImbalance { get; init; }

    /// <summary>Some bucket has a stable slice to compare with.</summary>
    public bool HasControl => Control.Any(bucket => bucket.Exposure > 0);

    public static Trial Of(SliceEvidence.Measured judged, ObjectiveEvidence evidence, JudgingContext context, Clock clock)
    {
        var stable = evidence.Control is SliceEvidence.Measured { Buckets: { } beside } && beside.Count == judged.Buckets.Count ? beside : [];
        var weights = StepWeights.Of(judged.Buckets, stable, context.Window.Begin, context.Weight);
        var kept = Kept(judged.Buckets, stable, context);
        var begin = judged.Buckets.Count > 0 ? judged.Buckets[0].Begin : context.Window.Begin;
        var scatter = StableScatter.Of(evidence.StablePods, begin, clock);
        return new Trial
        {
            Judged = [.. kept.Select(t => judged.Buckets[t])],
            Control = [.. kept.Select(t => stable.Count == 0 ? new Bucket(judged.Buckets[t].Begin, 0, 0, BadAgainstStable: 0) : stable[t])],
            Weights = [.. kept.Select(t => weights[t])],
            Scatter = scatter,
            SlowImbalance = scatter.SlowImbalanceAt(
                kept.Where((_, i) => i % clock.BucketsPerCell == 0).Select(t => judged.Buckets[t].Begin), begin, clock.BucketsPerCell * context.Window.Bucket),
        };
    }

    private static List<int> Kept(IReadOnlyList<Bucket> judged, IReadOnlyList<Bucket> stable, JudgingContext context)
    {
        var first = judged.Index().FirstOrDefault(bucket => bucket.Item.Exposure > 0, (judged.Count, null!)).Index;
        var warmUp = context.Slice == "canary" ? (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket) : 0;
        var cold = StepWeights.Begins(judged, stable).Append(first).SelectMany(begin => Enumerable.Range(begin, warmUp)).ToHashSet();
        return [.. Enumerable.Range(first, judged.Count - first).Where(t => !cold.Contains(t))];
    }
}
