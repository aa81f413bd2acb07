namespace GateService.Core.Statistics;

/// <summary>What a gate demands. At least one of <see cref="Limits"/> and <see cref="Margin"/>.</summary>
public sealed record GateSettings
{
    /// <summary>The emergency gate's limit: half of all requests.</summary>
    public const double EmergencyLimit = 0.5;

    /// <summary>The sudden gate's: a fifth of the requests.</summary>
    public const double SuddenLimit = 0.2;

    private const double SuddenMinutes = 0.5;
    private const double ModestMinutes = 10;

    /// <summary>Within so many minutes two plainly bad ones belong together; of one pod's hour alone nobody knows how often healthy ones come, so that beside it they must be successive.</summary>
    private const double PairMinutes = 3;

    /// <summary>How many times the line the later of two plainly bad buckets may win: late in a rollout those who bet on it have hardly begun.</summary>
    private const double PairLines = 2.5;

    /// <summary>What one pod may not have shown: a canary of three times its share, at a margin of 1.25.</summary>
    private const double UnseenTimes = 2.5;

    /// <summary>Share of the capital that is laid on the latest buckets alone.</summary>
    private const double LatestShare = 0.1;

    /// <summary>p0: the limit for every bucket, or one for each, so that a limit may tighten from step to step. Shares above 0 and below 1; means above 0. Null: none.</summary>
    public IReadOnlyList<double>? Limits { get; init; }

    /// <summary>
    /// What the canary must be over to fail beside a stable that is better, where that is less than the limit: a share below it does not matter, one above it
    /// does although the limit is kept. Null takes <see cref="Limits"/>. Without a control the limit counts.
    /// </summary>
    public double? Floor { get; init; }

    /// <summary>ρ: how many times stable's value the canary may have; null: none.</summary>
    public double? Margin { get; init; }

    /// <summary>False where low values are the bad ones; every tilt changes its sign then.</summary>
    public bool HighIsBad { get; init; } = true;

    /// <summary>The same for the comparison with stable where it counts something else than the limit does; null takes <see cref="HighIsBad"/>.</summary>
    public bool? ComparedHighIsBad { get; init; }

    /// <summary>The limit is a promise: over it, but not shown worse than stable, holds the rollout. False: it is a floor below which nothing matters.</summary>
    public bool IsPromise { get; init; } = true;

    /// <summary>α: this gate's share of the rollout's error budget, above 0 and below 1.</summary>
    public required double Alpha { get; init; }

    /// <summary>
    /// What a bet against limit or floor may err by where one against stable stands beside it, <see cref="Alpha"/> to below 1: an innocent canary is no worse than stable, and to say so of one that is takes all of
    /// <see cref="Alpha"/>; of one that is worse for certain this is how often it fails though its limit is kept. Null takes <see cref="Alpha"/>.
    /// </summary>
    public double? LimitAlpha { get; init; }

    /// <summary>β: chance of a false proof of harmlessness. Default 5 %.</summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>κ ≥ 1: how much wider than the fail boundary the boundary for proof is; tightens from step to step.</summary>
    public double Kappa { get; init; } = 1;

    public required Clock Clock { get; init; }

    /// <summary>m; null takes the clock's, 1 means no cap.</summary>
    public int? FewestBadBuckets { get; init; }

    /// <summary>Share of the capital with cautious bettors. Default a quarter.</summary>
    public double CautiousShare { get; init; } = 0.25;

    public Scatter Scatter { get; init; } = Scatter.Counts;

    /// <summary>D_0: see <see cref="Dispersion.OfHistory"/>.</summary>
    public double PriorDispersion { get; init; } = 1;

    /// <summary>ω per cell: see <see cref="Statistics.SlowImbalance"/>; empty for none.</summary>
    public IReadOnlyList<double> SlowImbalance { get; init; } = [];

    /// <summary>One stable pod is all that shows how healthy pods differ: within ten minutes no modest effect fails the canary. See <see cref="Statistics.Betting.ModestBuckets"/>.</summary>
    public bool HasOnePod { get; init; }

    /// <summary>Share of the capital with bettors on what no slow imbalance explains: see <see cref="GateRun{TPair, TBucket}"/>. 0 for none.</summary>
    public double GrossShare { get; init; }

    /// <summary>Buckets at the end that prove by themselves too, with a small part of the capital: a trouble that is over must not weigh for hours. 0 for none.</summary>
    public int LatestBuckets { get; init; }

    /// <inheritdoc cref="Statistics.Betting.WorstHealthy"/>
    public IReadOnlyList<double>? WorstHealthy { get; init; }

    /// <summary>g; null takes the clock's.</summary>
    public int? BucketsPerCell { get; init; }

    /// <summary>
    /// The emergency gate, for a canary that is dead: half of all requests, every third failure counts (φ = 3), no cap and no cautious bettors, so
    /// that 43 to 86 failed requests in one bucket are enough.
    /// </summary>
    public GateSettings ForEmergency(double alpha) => this with
    {
        Limits = [EmergencyLimit],
        Floor = null,
        IsPromise = false,
        Alpha = alpha,
        LimitAlpha = null,
        Scatter = Scatter with { Phi = 3, Clusters = 0 },
        FewestBadBuckets = 1,
        CautiousShare = 0,
        BucketsPerCell = 1,
        SlowImbalance = [],
        HasOnePod = false,
        GrossShare = 0,
        WorstHealthy = null,
    };

    /// <summary>The same for a canary of which half fails: it need not wait for a third bad bucket. Its own errors alone count, a fifth of the requests is the limit, and half a minute of it the least.</summary>
    public GateSettings ForSudden(double alpha) => ForEmergency(alpha) with { Limits = [SuddenLimit], FewestBadBuckets = (int)Math.Ceiling(SuddenMinutes / Clock.BucketMinutes) };

    /// <summary>ln 1/α: what evidence must reach to fail.</summary>
    internal double Line => Math.Log(1 / Alpha);

    /// <summary>What evidence against the limit must reach.</summary>
    internal double LimitLine => Math.Log(1 / OfLimit);

    /// <summary>α of the bet against the limit.</summary>
    internal double OfLimit => Margin is null ? Alpha : LimitAlpha ?? Alpha;

    /// <summary>Whether more than stable's is worse than stable's.</summary>
    internal bool IsMoreWorse => ComparedHighIsBad ?? HighIsBad;

    internal double? LimitAt(int bucket) => Limits is null ? null : Limits.Count == 1 ? Limits[0] : Limits[bucket];

    /// <summary>What must be exceeded to fail in a bucket.</summary>
    internal double? HarmLimitAt(int bucket) => Floor is { } floor && Margin is not null ? floor : LimitAt(bucket);

    /// <summary>Within what a canary is harmless, whatever stable does: its limits; where it has none, what does not matter.</summary>
    internal IReadOnlyList<double>? ProofLimits => Limits ?? (Floor is { } floor && Margin is not null ? [floor] : null);

    internal Betting Betting => Usual with
    {
        WorstHealthy = FewestBadBuckets is null ? WorstHealthy : null,
        PairBuckets = HasOnePod ? 1 : Math.Max(1, (int)(PairMinutes / Clock.BucketMinutes)),
        PairCap = PairLines * Math.Log(1 / Alpha),
    };

    /// <summary>Who bets that a limit is exceeded: what healthy pods differ by says nothing about it.</summary>
    internal Betting BettingAgainstLimit => Betting with { WorstHealthy = Betting.WorstHealthy is null ? null : new double[Tilt.More.Count] };

    /// <summary>No verdict on fewer than the fewest bad buckets.</summary>
    internal Betting Usual => Betting.Harm(Alpha, FewestBadBuckets ?? Clock.FewestBadBuckets, Clock.BucketMinutes) with { CautiousShare = CautiousShare };

    /// <summary>Who bets that the canary is worse than stable.</summary>
    internal Betting BettingAgainstStable =>
        HasOnePod ? Betting with { ModestBuckets = (int)Math.Ceiling(ModestMinutes / Clock.BucketMinutes), ModestCap = Math.Log(1 / Alpha) } : Betting;

    /// <summary>How many times as bad as the margin allows a healthy pod may be for minutes, in a bucket: e^(2σ) of what pods showed; 1 where they do not differ.</summary>
    internal double PodsDiffer(int bucket) => Math.Max(HasOnePod ? UnseenTimes : 1, SeenToDiffer(bucket));

    /// <summary>The same of what pods showed alone.</summary>
    internal double SeenToDiffer(int bucket)
    {
        var omega = SlowImbalance.Count == 0 ? 0 : SlowImbalance[Math.Min(bucket / (BucketsPerCell ?? Clock.BucketsPerCell), SlowImbalance.Count - 1)];
        return Math.Exp(2 * Math.Sqrt(omega / Clock.CellsPerBlock));
    }

    /// <summary>The margin over stable in a bucket for who bets on what no slow imbalance explains.</summary>
    internal double Gross(double margin, int bucket) => IsMoreWorse ? margin * PodsDiffer(bucket) : margin / PodsDiffer(bucket);

    /// <summary>The margin over stable that no luck of pods keeps for a canary that exceeds its own.</summary>
    internal double GrosslyBetter(double margin, int bucket) => IsMoreWorse ? margin / SeenToDiffer(bucket) : margin * SeenToDiffer(bucket);

    /// <summary>Evidence that both boundaries are exceeded, from that of each: the smaller part of its way to its line, in nats of <see cref="Line"/> (an intersection-union test: Berger 1982).</summary>
    internal double Both(double? limit, double? margin) => Math.Min(limit * (Line / LimitLine) ?? double.PositiveInfinity, margin ?? double.PositiveInfinity);

    /// <summary>ln of the wealth of usual bettors and of those on gross effects together, from that of each.</summary>
    internal double Together(double usual, double gross) => Precise.LogAddExp(Math.Log(1 - GrossShare) + usual, Math.Log(GrossShare) + gross);

    /// <summary>ln of the wealth of who bets on all buckets and who bets on the latest alone.</summary>
    internal static double WithLatest(double all, double latest) => Precise.LogAddExp(Math.Log(1 - LatestShare) + all, Math.Log(LatestShare) + latest);

    /// <summary>The same gate with the boundary that proof of harmlessness is demanded at.</summary>
    internal GateSettings Widened(Func<double, double, double> widen)
    {
        return this with
        {
            Limits = Limits?.Select(limit => widen(limit, Times(HighIsBad))).ToArray(),
            Floor = Floor is { } floor ? widen(floor, Times(HighIsBad)) : null,
            Margin = Margin * Times(IsMoreWorse),
        };

        double Times(bool highIsBad) => highIsBad ? Kappa : 1 / Kappa;
    }
}
