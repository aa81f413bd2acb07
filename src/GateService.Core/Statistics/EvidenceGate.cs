namespace GateService.Core.Statistics;

/// <summary>
/// A gate is a limit AND a margin: the null hypothesis "healthy" is "within the limit or no worse than stable", so the evidence of harm is the
/// smaller of both evidences (intersection-union, valid at α without splitting it). A bucket without control is held against the limit alone.
/// </summary>
public static class EvidenceGate
{
    /// <param name="buckets">Counts of both slices, oldest first.</param>
    /// <param name="settings">What is demanded.</param>
    /// <param name="compared">Other counts of the same buckets for the comparison with stable, where what is bad differs (latency); null takes the same.</param>
    /// <param name="overFloor">
    /// Other counts of the same buckets for what harm is beside a stable that is better, held against the limits (a latency's floor); null takes <paramref name="buckets"/>,
    /// and <see cref="GateSettings.Floor"/> where there is one.
    /// </param>
    public static GateResult OfCounts(IReadOnlyList<CountPair> buckets, GateSettings settings, IReadOnlyList<CountPair>? compared = null, IReadOnlyList<CountPair>? overFloor = null) =>
        Counts(buckets, settings, compared, overFloor).Run(settings);

    public static GateResult OfMeans(IReadOnlyList<MeanPair> buckets, GateSettings settings) => Means(buckets).Run(settings);

    /// <summary>The proof of harmlessness alone.</summary>
    /// <inheritdoc cref="OfCounts"/>
    internal static double ProofOfCounts(IReadOnlyList<CountPair> buckets, GateSettings settings, IReadOnlyList<CountPair>? compared) =>
        Counts(buckets, settings, compared, null).Proof(settings);

    /// <summary>The proof of harmlessness alone.</summary>
    internal static double ProofOfMeans(IReadOnlyList<MeanPair> buckets, GateSettings settings) => Means(buckets).Proof(settings);

    /// <summary>
    /// A bucket without control as the comparison sees it: held against the limit, neutral without one. Where the comparison counts good events and the
    /// limit bad ones, the others out of the same exposure are the same evidence.
    /// </summary>
    internal static CountBucket Alone(CountPair pair, double? limit, GateSettings settings) => limit switch
    {
        null => new CountBucket(0, 0, 0.5),
        { } known when settings.IsMoreWorse == settings.HighIsBad => Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, known),
        { } known => Boundary.Absolute(pair.CanaryExposure - pair.CanaryBad, pair.CanaryExposure, 1 - known),
    };

    private static GateRun<(CountPair Own, CountPair Compared, CountPair OverFloor), CountBucket> Counts(
        IReadOnlyList<CountPair> buckets, GateSettings settings, IReadOnlyList<CountPair>? compared, IReadOnlyList<CountPair>? overFloor)
    {
        var pairs = new (CountPair, CountPair, CountPair)[buckets.Count];
        for (var t = 0; t < pairs.Length; t++)
        {
            pairs[t] = (buckets[t], compared is null ? buckets[t] : compared[t], overFloor is null ? buckets[t] : overFloor[t]);
        }

        return new GateRun<(CountPair Own, CountPair Compared, CountPair OverFloor), CountBucket>
        {
            Pairs = pairs,
            Absolute = (pair, limit) => Boundary.Absolute(pair.Own.CanaryBad, pair.Own.CanaryExposure, limit),
            OverFloor = overFloor is null ? null : (pair, limit) => Boundary.Absolute(pair.OverFloor.CanaryBad, pair.OverFloor.CanaryExposure, limit),
            Relative = (pair, margin) => Boundary.Relative(pair.Compared, margin),
            HasControl = pair => Boundary.HasControl(pair.Compared.CanaryExposure, pair.Compared.StableExposure),
            Alone = (pair, limit) => Alone(pair.Own, limit, settings),
            Widen = Boundary.Widen,
        };
    }

    private static GateRun<MeanPair, MeanBucket> Means(IReadOnlyList<MeanPair> buckets) => new()
    {
        Pairs = buckets,
        Absolute = (pair, limit) => Boundary.Absolute(pair.Canary, limit),
        Relative = Boundary.Relative,
        HasControl = pair => Boundary.HasControl(pair.Canary.Size, pair.Stable.Size),
        Alone = (pair, limit) => limit is { } known ? Boundary.Absolute(pair.Canary, known) : default,
        Widen = (limit, kappa) => limit * kappa,
    };
}
