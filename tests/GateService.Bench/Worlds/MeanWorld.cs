using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>A KPI whose mean must not fall, such as the value of an order: lognormal values in both slices.</summary>
internal sealed record MeanWorld : World
{
    public required double ValuesPerSecond { get; init; }

    /// <summary>Standard deviation of the log of a value.</summary>
    public double LogDeviation { get; init; } = 1;

    /// <summary>The canary's mean over stable's.</summary>
    public required double Ratio { get; init; }

    /// <summary>Coefficient of variation of a slice's mean from minute to minute.</summary>
    public double Jitter { get; init; }

    public override string Name => FormattableString.Invariant(
        $"{ValuesPerSecond:0} values/s, log-sd {LogDeviation:0.0}, true ratio {Ratio:0.0}, jitter {Jitter:0.0}");

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice) =>
        [new ObjectiveEvidence("kpi", Slice(dice, Schedule.Weight, Ratio), Slice(dice, t => 1 - Schedule.Weight(t), 1), [])];

    private SliceEvidence Slice(Dice dice, Func<int, double> part, double level)
    {
        var buckets = Enumerable.Range(0, Schedule.Buckets).Select(t => Values(dice, t, dice.Poisson(60 * ValuesPerSecond * part(t)), level * dice.Jitter(Jitter))).ToList();
        var (sum, count) = (buckets.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)), buckets.Sum(bucket => bucket.Exposure));
        return count > 0 ? new SliceEvidence.Measured(sum / count, count, null, buckets) : new SliceEvidence.NoData();
    }

    private Bucket Values(Dice dice, int t, double count, double level)
    {
        var (mean, squares) = (0.0, 0.0);
        for (var i = 1; i <= count; i++)
        {
            // Welford's running mean and sum of squares.
            var value = level * Math.Exp((LogDeviation * dice.Normal()) - (LogDeviation * LogDeviation / 2));
            var off = value - mean;
            mean += off / i;
            squares += off * (value - mean);
        }

        return new Bucket(Schedule.At(t), count, null, count > 0 ? mean : null, count > 1 ? Math.Sqrt(squares / (count - 1)) : null);
    }
}
