using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>The 95th percentile, counted as New Relic is asked to: slower than the limit, and slower than stable's own quantile before the rollout.</summary>
internal sealed record LatencyWorld : Latencies
{
    public const double Quantile = 0.95;

    private const double Margin = 1.2;

    protected override string Measure => Limit == 0 ? "p95" : FormattableString.Invariant($"p95, limit {Limit:0.##}x stable's");

    /// <summary>The limit over stable's true quantile; 0 sets it so low that stable alone decides.</summary>
    public double Limit { get; init; }

    public static double StableQuantile(double jitter) =>
        Math.Exp(Normal.Quantile(Quantile) * Math.Sqrt((Deviation * Deviation) + (jitter * jitter)));

    /// <summary>Seconds.</summary>
    public double LimitSeconds => (Limit == 0 ? 0.5 : Limit) * StableQuantile(Jitter);

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice)
    {
        var own = Frozen(dice);
        var evidence = Play(dice, (isCanary, requests, scale) =>
        {
            var compared = isCanary ? Margin * own : own;
            var (low, high) = (Math.Min(compared, LimitSeconds), Math.Max(compared, LimitSeconds));
            var slow = dice.Binomial(requests, Slower(low, scale));
            var slower = dice.Binomial(slow, Slower(high, scale) / Slower(low, scale));
            return compared < LimitSeconds ? (slower, slow) : (slow, slower);
        });
        return [evidence with { StableQuantile = own }];
    }

    /// <summary>The quantile of an hour's requests: as far from the true one as a sample of that size is.</summary>
    private double Frozen(Dice dice)
    {
        var requests = RequestsPerSecond * 3600;
        var above = dice.Gamma((1 - Quantile) * requests);
        var below = dice.Gamma((Quantile * requests) + 1);
        var share = above / (above + below);
        return Math.Exp(Normal.Quantile(1 - share) * Math.Sqrt((Deviation * Deviation) + (Jitter * Jitter)));
    }
}
