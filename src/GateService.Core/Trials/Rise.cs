using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>Whether stable is clearly worse now than it was just before: a fire that a change must not be started into.</summary>
internal static class Rise
{
    private const int FewestPastBuckets = 10;

    /// <summary>How many times its own past stable may be.</summary>
    private const double Margin = 1.5;

    /// <summary>The share of events before, where counts of the window are over it for certain; else null.</summary>
    /// <param name="buckets">Events out of an exposure, past and window.</param>
    /// <param name="context">Says where the window begins.</param>
    /// <param name="floor">Shares up to this one do not matter.</param>
    public static double? From(IReadOnlyList<(DateTimeOffset Begin, double Bad, double Exposure)> buckets, JudgingContext context, double floor)
    {
        var clock = context.Clock;
        var (past, now) = (buckets.Where(bucket => bucket.Begin < context.Window.Begin).ToList(), buckets.Where(bucket => bucket.Begin >= context.Window.Begin).ToList());
        if (past.Count(bucket => bucket.Exposure > 0) < FewestPastBuckets || now.Count == 0)
        {
            return null;
        }

        var share = (past.Sum(bucket => bucket.Bad) + 0.5) / (past.Sum(bucket => bucket.Exposure) + 1);
        var scatter = Scatter.Counts with { PriorWeight = clock.PriorWeight };
        var result = EvidenceGate.OfCounts([.. now.Select(bucket => new CountPair(bucket.Bad, bucket.Exposure, 0, 0))], new GateSettings
        {
            Limits = [Boundary.Widen(Math.Clamp(Math.Max(share, floor / Margin), 1e-6, 0.9), Margin)],
            Alpha = context.AlphaPerWeight,
            Clock = clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            Scatter = scatter,
            PriorDispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells([.. past.Select(bucket => (bucket.Bad, bucket.Exposure))], clock.BucketsPerCell), scatter),
        });
        return result.Outcome == GateOutcome.Worse ? share : null;
    }
}
