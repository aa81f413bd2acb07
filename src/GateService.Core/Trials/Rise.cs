using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>Whether a share of events is clearly more now than it was just before: a fire that a change must not be started into, or more than clients who moved can bring along.</summary>
internal static class Rise
{
    private const int FewestPastBuckets = 10;

    /// <summary>How many times its own past it may be.</summary>
    private const double Margin = 1.5;

    /// <summary>The share of events that was seen before, where counts of the window are over it for certain; else null.</summary>
    /// <param name="buckets">Events out of an exposure, past and window.</param>
    /// <param name="context">Says where the window begins.</param>
    /// <param name="floor">Shares up to this one do not matter.</param>
    public static double? From(IReadOnlyList<(DateTimeOffset Begin, double Bad, double Exposure)> buckets, JudgingContext context, double floor)
    {
        var (past, now) = (buckets.Where(bucket => bucket.Begin < context.Window.Begin).ToList(), buckets.Where(bucket => bucket.Begin >= context.Window.Begin).ToList());
        return past.Count(bucket => bucket.Exposure > 0) < FewestPastBuckets || now.Count == 0 ? null
            : Over([.. past.Select(Counts)], context.Clock.BucketsPerCell, [.. now.Select(Counts)], context, floor, context.AlphaPerWeight);

        static (double Bad, double Exposure) Counts((DateTimeOffset Begin, double Bad, double Exposure) bucket) => (bucket.Bad, bucket.Exposure);
    }

    /// <summary>The same of a past that is told in cells already.</summary>
    /// <param name="past">Cells.</param>
    /// <param name="now">Buckets.</param>
    /// <param name="context">Of the trial.</param>
    /// <param name="floor">Shares up to this one do not matter.</param>
    /// <param name="alpha">The chance to say so of a share that did not rise.</param>
    public static double? Over(
        IReadOnlyList<(double Bad, double Exposure)> past, IReadOnlyList<(double Bad, double Exposure)> now, JudgingContext context, double floor, double alpha) => Over([.. past], 1, now, context, floor, alpha);

    private static double? Over(
        (double Bad, double Exposure)[] past, int bucketsPerCell, IReadOnlyList<(double Bad, double Exposure)> now, JudgingContext context, double floor, double alpha)
    {
        // A past without any is no proof that there never are: the test allows for half of one, and what is said is what was seen.
        var (bad, exposure) = (past.Sum(bucket => bucket.Bad), past.Sum(bucket => bucket.Exposure));
        var share = (bad + 0.5) / (exposure + 1);
        var scatter = Scatter.Counts with { PriorWeight = context.Clock.PriorWeight };
        var result = EvidenceGate.OfCounts([.. now.Select(bucket => new CountPair(bucket.Bad, bucket.Exposure, 0, 0))], new GateSettings
        {
            Limits = [Boundary.Widen(Math.Clamp(Math.Max(share, floor / Margin), 1e-6, 0.9), Margin)],
            Alpha = alpha,
            Clock = context.Clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            Scatter = scatter,
            PriorDispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells(past, bucketsPerCell), scatter),
        });
        return result.Outcome == GateOutcome.Worse ? exposure > 0 ? bad / exposure : 0 : null;
    }
}
