using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>A canary that waits less long than stable before it gives up: its failed calls are half as long as stable's at most, for certain.</summary>
internal static class GivingUp
{
    private const double Sooner = 0.5;

    /// <param name="calls">Of the dependency.</param>
    /// <param name="span">Indices of the buckets that count.</param>
    /// <param name="gate">What every account is weighed by.</param>
    public static bool IsSooner(DependencyCalls calls, IReadOnlyList<int> span, GateSettings gate)
    {
        List<MeanPair> pairs = [.. span.Select(t => new MeanPair(calls.Canary[t].Failed, calls.Stable[t].Failed))];
        return EvidenceGate.OfMeans(pairs, gate with
        {
            Margin = Sooner,
            HighIsBad = false,
            FewestBadBuckets = 1,
            CautiousShare = 0,
            Scatter = Scatter.Means,
            PriorDispersion = 1,
        }).Outcome == GateOutcome.Worse;
    }
}
