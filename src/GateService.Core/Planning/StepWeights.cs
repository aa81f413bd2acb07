using GateService.Core.Evidence;

namespace GateService.Core.Planning;

/// <summary>
/// The canary's share of traffic bucket by bucket, and where steps began, read from the traffic itself: Argo's background run cannot know the weight, and
/// earlier steps are over. It depends on how many requests came, never on how they ended, so choosing by it costs the test no validity.
/// </summary>
/// <param name="Weights">In percent, for each bucket; null where nothing is known.</param>
/// <param name="Begins">Indices of the buckets in which a step began, the first step left out.</param>
public sealed record StepWeights(IReadOnlyList<double?> Weights, IReadOnlyList<int> Begins)
{
    private const double Tolerance = 1.1;
    private const double Jump = 1.3;
    private const double StandardErrors = 4;

    /// <summary>Buckets that a share is observed over.</summary>
    private const int Smoothed = 3;

    /// <summary>
    /// A weight is the caller's word for the buckets since the step began, else what was observed over three buckets, a tenth up (so that a share of
    /// 24.8 % is the step to 25 %) but never over the caller's word.
    /// </summary>
    /// <param name="judged">The canary's buckets.</param>
    /// <param name="control">Stable's, the same buckets; empty where there is none.</param>
    /// <param name="stepBegin">Where the caller's step begins at the earliest.</param>
    /// <param name="known">The caller's word in percent; null where it does not know.</param>
    public static StepWeights Of(IReadOnlyList<Bucket> judged, IReadOnlyList<Bucket> control, DateTimeOffset stepBegin, double? known)
    {
        var begins = BeginsOf(judged, control).ToList();
        var latest = begins.LastOrDefault();
        return new StepWeights([.. judged.Select((bucket, t) => WeightAt(t, bucket.Begin >= stepBegin && t >= latest))], begins);

        double? WeightAt(int t, bool isOfThisStep)
        {
            var observed = control.Count == 0 ? null : Observed(judged, control, Math.Max(0, t - Smoothed + 1), t);
            return known is { } said && (isOfThisStep || observed is null) ? said
                : observed is { } share ? Math.Min(known ?? 100, Math.Min(100, Tolerance * share))
                : known;
        }
    }

    /// <summary>
    /// Buckets in which the canary's share rose above every share it had before. Clients that retry against a failing canary lift its share too; held
    /// against the highest share so far that costs one bucket, and not every bad one.
    /// </summary>
    private static IEnumerable<int> BeginsOf(IReadOnlyList<Bucket> judged, IReadOnlyList<Bucket> control)
    {
        var highest = 0.0;
        for (var t = 0; t < Math.Min(judged.Count, control.Count); t++)
        {
            var expected = highest * (judged[t].Exposure + control[t].Exposure);
            if (expected > 0 && judged[t].Exposure > Jump * expected && judged[t].Exposure > expected + (StandardErrors * Math.Sqrt(expected)))
            {
                yield return t;
            }

            highest = Math.Max(highest, (Observed(judged, control, t, t) ?? 0) / 100);
        }
    }

    private static double? Observed(IReadOnlyList<Bucket> judged, IReadOnlyList<Bucket> control, int from, int to)
    {
        var (canary, stable) = (0.0, 0.0);
        for (var t = from; t <= to && t < control.Count; t++)
        {
            (canary, stable) = (canary + judged[t].Exposure, stable + control[t].Exposure);
        }

        return canary + stable > 0 ? 100 * canary / (canary + stable) : null;
    }
}
