using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>Evidence that the canary has no more of an account's errors than stable.</summary>
internal static class Alibi
{
    /// <summary>Share of the capital on "as many as stable".</summary>
    private const double OnAlike = 0.75;

    /// <summary>
    /// Evidence that the canary has less than the margin times stable's errors, in nats. Most of the capital is one bet, laid down before anything is seen: as many as stable, not the margin
    /// times as many. Of all bets it grows fastest where that is so (the likelihood ratio of a simple alternative: Grünwald, de Heide and Koolen 2024, Safe testing). The rest is with the bettors
    /// of a proof, who do not know which ratio it is and pay for that. Where the canary has the margin times as many or more, the wealth of each has a mean of at most 1
    /// (<see cref="EProcess"/>), and so has the sum by shares: an alibi is false at most as often as a proof is.
    /// </summary>
    /// <param name="pairs">Errors out of requests of both slices, oldest first.</param>
    /// <param name="settings">Margin above 1, and what is known of the scatter.</param>
    public static double Of(IReadOnlyList<CountPair> pairs, GateSettings settings)
    {
        var (buckets, deflation) = Against(pairs, settings, settings.Margin!.Value);
        return Precise.LogAddExp(
            Math.Log(OnAlike) + CountBucket.SumOverDeflation(buckets, deflation, Tilt.Of(-Math.Log(settings.Margin.Value))),
            Math.Log(1 - OnAlike) + PlainWealth.Log<CountBucket>(buckets, deflation, Tilt.Less));
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
