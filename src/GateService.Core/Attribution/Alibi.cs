using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>Evidence that the canary has no more of an account's errors than stable.</summary>
internal static class Alibi
{
    /// <summary>Share of the capital on "as many as stable".</summary>
    private const double OnAlike = 0.9;

    /// <summary>
    /// Evidence that the canary has less than the margin times stable's errors, in nats: two bets, laid down before anything is seen. Most of the capital is on "as many as stable, not the margin times as
    /// many": of all bets it grows fastest where that is so (the likelihood ratio of a simple alternative: Grünwald, de Heide and Koolen 2024, Safe testing). The rest is on the middle, the root of the margin
    /// times as many, for a margin that a policy makes wide. Where the canary has the margin times as many or more, the wealth of each has a mean of at most 1 (<see cref="EProcess"/>), and so has the sum by
    /// shares: an alibi is false at most as often as a proof is.
    /// </summary>
    /// <param name="pairs">Errors out of requests of both slices, oldest first.</param>
    /// <param name="settings">Margin above 1, and what is known of the scatter.</param>
    public static double Of(IReadOnlyList<CountPair> pairs, GateSettings settings)
    {
        var margin = settings.Margin!.Value;
        var (buckets, deflation) = Against(pairs, settings, margin);
        return Precise.LogAddExp(Math.Log(OnAlike) + Bet(1), Math.Log(1 - OnAlike) + Bet(Math.Sqrt(margin)));

        double Bet(double times) => CountBucket.SumOverDeflation(buckets, deflation, Tilt.Of(Math.Log(times / margin)));
    }

    /// <summary>
    /// The two guesses against each other: how much likelier these errors are if the canary has as many as stable than if it has the margin times as many, in nats. No proof: they scatter here as they do
    /// in a canary that is as stable.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static double AsStable(IReadOnlyList<CountPair> pairs, GateSettings settings)
    {
        var (buckets, deflation) = Against(pairs, settings, 1);
        return -CountBucket.SumOverDeflation(buckets, deflation, Tilt.Of(Math.Log(settings.Margin!.Value)));
    }

    private static (CountBucket[] Buckets, double[] Deflation) Against(IReadOnlyList<CountPair> pairs, GateSettings settings, double times)
    {
        CountBucket[] buckets = [.. pairs.Select(pair => Boundary.Relative(pair, times))];
        return (buckets, Dispersion.Deflation<CountBucket>(buckets, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell, [.. settings.SlowImbalance]));
    }
}
