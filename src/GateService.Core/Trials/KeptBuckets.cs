using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// The buckets that are put to the test: since the canary's first request, without the warm-up of each step. Buckets are left out by clock and
/// traffic only, never by how requests ended, so leaving them out costs no validity.
/// </summary>
internal sealed record KeptBuckets
{
    /// <summary>Their indices in the span.</summary>
    public required IReadOnlyList<int> Indices { get; init; }

    /// <summary>The canary's weight in each bucket; null where it is not known.</summary>
    public required IReadOnlyList<double?> Weights { get; init; }

    /// <summary>Indices of the buckets in which a step began, the first step left out.</summary>
    public required IReadOnlyList<int> Begins { get; init; }

    /// <summary>Stable was counted in the same buckets.</summary>
    public required bool IsControlled { get; init; }

    /// <summary>Some bucket has a stable slice to compare with.</summary>
    public required bool HasControl { get; init; }

    public required StableScatter Scatter { get; init; }

    /// <summary>ω for each cell of this trial.</summary>
    public required IReadOnlyList<double> SlowImbalance { get; init; }

    /// <summary>What is believed of the scatter of this kind of objective beforehand.</summary>
    public required Scatter Prior { get; init; }

    public static KeptBuckets Of(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var clock = context.Clock;
        var prior = (objective is KpiObjective { Definition.Form: KpiForm.Mean } ? Statistics.Scatter.Means : Statistics.Scatter.Counts) with { PriorWeight = clock.PriorWeight };
        var judged = evidence.Judged.Buckets;
        var isControlled = evidence.Control.Buckets.Count == judged.Count;
        var stable = isControlled ? evidence.Control.Buckets : [];
        var steps = context.Steps is { } known && known.Weights.Count == judged.Count ? known : StepWeights.Of(judged, stable, context.Window.Begin, context.Weight);
        var kept = IndicesOf(judged, steps, context);
        var begin = judged.Count > 0 ? judged[0].Begin : context.Window.Begin;
        var healthy = StableScatter.Of(objective is LogErrorsObjective ? StableScatter.OfRates(evidence.StablePods) : evidence.StablePods, begin, clock, prior, kept.Count > 0 ? judged[kept[0]].Exposure : 0);
        return new KeptBuckets
        {
            Indices = kept,
            Weights = [.. kept.Select(t => steps.Weights[t])],
            Begins = steps.Begins,
            IsControlled = isControlled,
            HasControl = isControlled && kept.Exists(t => Boundary.HasControl(judged[t].Exposure, stable[t].Exposure)),
            Scatter = healthy,
            SlowImbalance = healthy.SlowImbalanceAt(
                kept.Where((_, i) => i % clock.BucketsPerCell == 0).Select(t => judged[t].Begin), begin, clock.BucketsPerCell * context.Window.Bucket),
            Prior = healthy.ByPod?.Of(prior) ?? prior,
        };
    }

    public Bucket[] Select(IReadOnlyList<Bucket> buckets)
    {
        var kept = new Bucket[Indices.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = buckets[Indices[i]];
        }

        return kept;
    }

    private static List<int> IndicesOf(IReadOnlyList<Bucket> judged, StepWeights steps, JudgingContext context)
    {
        var first = 0;
        while (first < judged.Count && judged[first].Exposure <= 0)
        {
            first++;
        }

        var kept = new List<int>(judged.Count - first);
        var warmUp = context.Slice == Slice.Canary ? (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket) : 0;
        for (var t = first; t < judged.Count; t++)
        {
            if (!IsCold(t, first, steps.Begins, warmUp))
            {
                kept.Add(t);
            }
        }

        return kept;
    }

    private static bool IsCold(int bucket, int first, IReadOnlyList<int> begins, int warmUp)
    {
        var isCold = bucket < first + warmUp;
        for (var i = 0; i < begins.Count && !isCold; i++)
        {
            isCold = bucket >= begins[i] && bucket < begins[i] + warmUp;
        }

        return isCold;
    }
}
