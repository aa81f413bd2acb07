namespace GateService.Core.Statistics;

/// <summary>How the bettors play. Bold ones stake all they have in every bucket; cautious ones (fractional Kelly) a third, so that a good bucket costs them little.</summary>
public sealed record Betting
{
    /// <summary>For proof of harmlessness: no restarts, no cap, bold bettors only.</summary>
    public static Betting Plain { get; } = new();

    /// <summary>
    /// Restarts: new money enters at every bucket with weight β / ((1 + (t-1)β)(1 + tβ)), so that a regression that begins late need not first win back
    /// what was lost before (the change-point mixture behind Shiryaev-Roberts e-detectors).
    /// </summary>
    public bool Restarts { get; init; }

    /// <summary>c: most nats won in one bucket; null for no cap.</summary>
    public double? Cap { get; init; }

    /// <summary>Share of the capital with the cautious bettors, 0 to below 1.</summary>
    public double CautiousShare { get; init; }

    /// <summary>f: share of their wealth that cautious bettors stake, above 0, below 1.</summary>
    public double CautiousStake { get; init; } = 1.0 / 3;

    /// <summary>β: width of a bucket in minutes.</summary>
    public double BucketMinutes { get; init; } = 1;

    /// <summary>For evidence of harm: restarts, a quarter of the capital cautious, no verdict on fewer than <paramref name="fewestBadBuckets"/> bad buckets.</summary>
    public static Betting Harm(double alpha, int fewestBadBuckets, double bucketMinutes) => new()
    {
        Restarts = true,
        CautiousShare = 0.25,
        Cap = CapOf(alpha, fewestBadBuckets),
        BucketMinutes = bucketMinutes,
    };

    /// <summary>c = (ln 1/α + ln 6) / m; none for m = 1.</summary>
    public static double? CapOf(double alpha, int fewestBadBuckets) =>
        fewestBadBuckets <= 1 ? null : (Math.Log(1 / alpha) + Math.Log(6)) / fewestBadBuckets;
}
