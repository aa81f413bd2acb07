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
    /// <summary>Their indices in the span.</summary>
    public required IReadOnlyList<int> Kept { get; init; }

    public required IReadOnlyList<Bucket> Judged { get; init; }

    /// <summary>Stable in the same buckets; empty buckets where there is no control.</summary>
    public required IReadOnlyList<Bucket> Control { get; init; }

    /// <summary>The canary's weight in each bucket; null where it is not known.</summary>
    public required IReadOnlyList<double?> Weights { get; init; }

    public required StableScatter Scatter { get; init; }

    /// <summary>ω for each cell of this trial.</summary>
    public required IReadOnlyList<double> SlowImbalance { get; init; }

    /// <summary>Some bucket has a stable slice to compare with.</summary>
    public bool HasControl => Judged.Zip(Control).Any(both => Boundary.HasControl(both.First.Exposure, both.Second.Exposure));

    public static Trial Of(ObjectiveEvidence evidence, JudgingContext context, Clock clock, Scatter scatter)
    {
        var judged = evidence.Judged.Buckets;
        var stable = evidence.Control.Buckets.Count == judged.Count ? evidence.Control.Buckets : [];
        var steps = context.Steps is { } known && known.Weights.Count == judged.Count ? known : StepWeights.Of(judged, stable, context.Window.Begin, context.Weight);
        var kept = KeptOf(judged, steps, context);
        var begin = judged.Count > 0 ? judged[0].Begin : context.Window.Begin;
        var healthy = StableScatter.Of(evidence.StablePods, begin, clock, scatter);
        return new Trial
        {
            Kept = kept,
            Judged = [.. kept.Select(t => judged[t])],
            Control = [.. kept.Select(t => stable.Count == 0 ? new Bucket(judged[t].Begin, 0, 0, BadAgainstStable: 0) : stable[t])],
            Weights = [.. kept.Select(t => steps.Weights[t])],
            Scatter = healthy,
            SlowImbalance = healthy.SlowImbalanceAt(
                kept.Where((_, i) => i % clock.BucketsPerCell == 0).Select(t => judged[t].Begin), begin, clock.BucketsPerCell * context.Window.Bucket),
        };
    }

    private static List<int> KeptOf(IReadOnlyList<Bucket> judged, StepWeights steps, JudgingContext context)
    {
        var first = judged.Index().FirstOrDefault(bucket => bucket.Item.Exposure > 0, (judged.Count, null!)).Index;
        var warmUp = context.Slice == "canary" ? (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket) : 0;
        var cold = steps.Begins.Append(first).SelectMany(begin => Enumerable.Range(begin, warmUp)).ToHashSet();
        return [.. Enumerable.Range(first, judged.Count - first).Where(t => !cold.Contains(t))];
    }
}
