namespace GateService.Core.Statistics;

/// <summary>
/// The canary that hurts a dependency for both slices: their error rates look alike, but it calls more often. Calling more often alone is worth a
/// note; it fails the rollout only together with errors of that dependency over a floor (intersection-union, one gate's α).
/// </summary>
/// <param name="Amplified">The canary calls more than the margin allows.</param>
/// <param name="SelfInflicted">It does, and the dependency fails it.</param>
/// <param name="LogCalls">Largest evidence of more calls, in nats.</param>
/// <param name="LogBoth">Largest evidence of both, in nats.</param>
public sealed record AmplificationGuard(bool Amplified, bool SelfInflicted, double LogCalls, double LogBoth)
{
    /// <param name="calls">Calls per request of both slices, bucket by bucket.</param>
    /// <param name="errors">The canary's errors from that dependency out of its requests, the same buckets.</param>
    /// <param name="floor">Errors below this share do not matter.</param>
    /// <param name="alpha">This gate's share of the error budget.</param>
    /// <param name="clock">Width of a bucket.</param>
    /// <param name="margin">How many times as often it may call. Default 1.5.</param>
    /// <param name="fewestBadBuckets">m; null takes the clock's.</param>
    public static AmplificationGuard Of(
        IReadOnlyList<CallPair> calls, IReadOnlyList<(double Bad, double Exposure)> errors, double floor, double alpha, Clock clock, double margin = 1.5, int? fewestBadBuckets = null)
    {
        var betting = Betting.Harm(alpha, fewestBadBuckets ?? clock.FewestBadBuckets, clock.BucketMinutes);
        var amplified = Wealth([.. calls.Select(pair => pair.Against(margin))]);
        var failing = Wealth([.. errors.Select(bucket => Boundary.Absolute(bucket.Bad, bucket.Exposure, floor))]);
        var (logCalls, logBoth, line) = (amplified.Max(), amplified.Zip(failing, Math.Min).Max(), Math.Log(1 / alpha));
        return new AmplificationGuard(logCalls >= line, logBoth >= line, logCalls, logBoth);

        double[] Wealth(CountBucket[] buckets) =>
            EProcess.LogWealth<CountBucket>(buckets, Dispersion.Deflation<CountBucket>(buckets, Scatter.Counts, 1, clock.BucketsPerCell, []), Tilt.More, betting);
    }
}
