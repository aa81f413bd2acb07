namespace GateService.Core.Statistics;

/// <summary>How the bettors play. Bold ones stake all they have in every bucket; cautious ones (fractional Kelly) a third, so that a good bucket costs them little.</summary>
public sealed record Betting
{
    private const double LargestModest = 1.6;

    /// <summary>Share of the cap that a bucket must win beyond what healthy ones do to count as plainly bad.</summary>
    private const double PlainlyBad = 0.5;

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

    /// <summary>
    /// Successive buckets in which bettors on modest effects win <see cref="ModestCap"/> at the most; 0 for no such bound. Where one pod is all that shows how healthy pods differ, what it did
    /// not happen to show within its past may sit on the canary's for some minutes.
    /// </summary>
    public int ModestBuckets { get; init; }

    /// <summary>Most nats that a bettor on modest effects wins in so many buckets.</summary>
    public double ModestCap { get; init; }

    /// <summary>
    /// For each tilt the nats that the worst minute of a healthy pod would have won, see <see cref="HealthyMinutes"/>; null where nobody knows. What a bucket wins beyond that is no chance: two such buckets
    /// within <see cref="PairBuckets"/> are enough for a verdict, and the later one may win up to <see cref="PairCap"/>. One alone wins no more than <see cref="Cap"/>.
    /// </summary>
    public IReadOnlyList<double>? WorstHealthy { get; init; }

    /// <summary>How many buckets after a plainly bad one another belongs to it, at least 1.</summary>
    public int PairBuckets { get; init; } = 1;

    /// <summary>Most nats won in the later bucket of such a pair.</summary>
    public double PairCap { get; init; }

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

    /// <summary>Up to five times the boundary's odds: who bets on that wins by a canary of three times stable's share, who bets on more loses by it at small weights.</summary>
    internal static bool IsModest(Tilt tilt) => Math.Abs(tilt.Size) <= LargestModest;

    /// <summary>Whether a bucket in which a bettor on the tilt of that number has grown by so many nats is worse by itself than any minute of a healthy pod.</summary>
    internal bool IsPlainlyBad(int tilt, double growth) => growth >= PlainlyBad * (Cap ?? 0) && growth - WorstHealthy![tilt] >= PlainlyBad * (Cap ?? 0);

    /// <summary>c = (ln 1/α + ln 6) / m; none for m = 1.</summary>
    public static double? CapOf(double alpha, int fewestBadBuckets) =>
        fewestBadBuckets <= 1 ? null : (Math.Log(1 / alpha) + Math.Log(6)) / fewestBadBuckets;
}
