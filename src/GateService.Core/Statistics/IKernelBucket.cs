namespace GateService.Core.Statistics;

/// <summary>
/// One bucket of evidence against a boundary, reduced to what betting needs. Two kernels exist: counts of bad events and means. Everything
/// else of the engine (deflation, bettors, restarts, caps) is the same for both.
/// </summary>
/// <typeparam name="TSelf">The kernel.</typeparam>
public interface IKernelBucket<TSelf>
    where TSelf : struct, IKernelBucket<TSelf>
{
    /// <summary>v: how much the bucket can tell, the variance of the count or 1 / (standard error)² of the log ratio; 0 tells nothing.</summary>
    double Information { get; }

    /// <summary>l(h): log likelihood ratio in nats of the tilted world against the boundary; its exponential has mean at most 1 at or below the boundary.</summary>
    double LogLikelihoodRatio(Tilt tilt);

    /// <summary>
    /// X: how far two successive cells differ from each other, over what the model expects of them; about 1 if the model is right. Drift and
    /// steady regressions cancel in it, bursts do not. Null where the pair tells nothing.
    /// </summary>
    /// <param name="a">The earlier cell.</param>
    /// <param name="b">The later cell.</param>
    /// <param name="phi">Variance of a count over its mean, 1 for independent events.</param>
    /// <param name="tauSquared">Squared relative scatter that two healthy cells may show however large the traffic.</param>
    static abstract double? PairStatistic(TSelf a, TSelf b, double phi, double tauSquared);

    /// <summary>The sum of l(h) / d over all buckets: what a bettor that plays plainly has won.</summary>
    static abstract double SumOverDeflation(ReadOnlySpan<TSelf> buckets, ReadOnlySpan<double> deflation, Tilt tilt);

    /// <summary>
    /// Puts what bettors that play plainly win of in the place of the buckets: each over its deflation, and those against the same boundary as one. What any
    /// tilt wins of these is <see cref="Sum"/>, but for rounding the same as <see cref="SumOverDeflation"/> of those.
    /// </summary>
    /// <param name="buckets">Evidence against the boundary.</param>
    /// <param name="deflation">d_t of each, at least 1.</param>
    /// <returns>How many are left, at the front.</returns>
    static abstract int Condense(Span<TSelf> buckets, ReadOnlySpan<double> deflation);

    /// <summary>The sum of l(h) over all buckets.</summary>
    static abstract double Sum(ReadOnlySpan<TSelf> buckets, Tilt tilt);

    /// <summary>Successive buckets as one cell.</summary>
    static abstract TSelf Merge(ReadOnlySpan<TSelf> buckets);
}
