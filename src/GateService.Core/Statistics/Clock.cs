namespace GateService.Core.Statistics;

/// <summary>Everything that depends on the width of a bucket, so that nothing else does.</summary>
public sealed record Clock
{
    private static readonly TimeSpan Narrowest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Widest = TimeSpan.FromMinutes(5);

    private Clock(double seconds)
    {
        BucketMinutes = seconds / 60;
        BucketsPerCell = Math.Max(1, RoundHalfUp(60 / seconds));
        var cellMinutes = seconds * BucketsPerCell / 60;
        FewestBadBuckets = Math.Max(3, (int)Math.Ceiling(120 / seconds) + 1);
        WarmUpBuckets = (int)Math.Ceiling(60 / seconds);
        PriorWeight = Math.Max(2, 10 / cellMinutes);
        CellsPerBlock = Math.Max(2, RoundHalfUp(5 / cellMinutes));
        HistoryBuckets = BucketsPerCell * Math.Max(30, RoundHalfUp(60 / cellMinutes));
    }

    /// <summary>β: width of a bucket in minutes.</summary>
    public double BucketMinutes { get; }

    /// <summary>g: buckets in a cell of at least a minute; scatter is learnt on cells.</summary>
    public int BucketsPerCell { get; }

    /// <summary>m: fewest bad buckets for a verdict, just over two minutes of them.</summary>
    public int FewestBadBuckets { get; }

    /// <summary>Buckets left out at the start of every step: a minute.</summary>
    public int WarmUpBuckets { get; }

    /// <summary>ν: weight of what is believed of the scatter beforehand, in pairs of cells.</summary>
    public double PriorWeight { get; }

    /// <summary>B: cells in a block of the slow estimator, about five minutes.</summary>
    public int CellsPerBlock { get; }

    /// <summary>Buckets of stable's history before the rollout, about an hour.</summary>
    public int HistoryBuckets { get; }

    /// <exception cref="ArgumentOutOfRangeException">The width is not 10 s to 5 min.</exception>
    public static Clock Of(TimeSpan bucket)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bucket, Narrowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bucket, Widest);
        return new Clock(bucket.TotalSeconds);
    }

    private static int RoundHalfUp(double value) => (int)Math.Floor(value + 0.5);
}
