namespace GateService.Core.Statistics;

/// <summary>
/// A gate is a limit AND a margin: the null hypothesis "healthy" is "within the limit or no worse than stable", so the evidence of harm is the
/// smaller of both evidences (intersection-union, valid at α without splitting it). A bucket without control is held against the limit alone.
/// </summary>
public static class GateTest
{
    /// <param name="buckets">Counts of both slices, oldest first.</param>
    /// <param name="settings">What is demanded.</param>
    /// <param name="compared">Other counts of the same buckets for the comparison with stable, where what is bad differs (latency); null takes the same.</param>
    public static GateTestResult OfCounts(IReadOnlyList<CountPair> buckets, GateTestSettings settings, IReadOnlyList<CountPair>? compared = null) => Run(
        [.. buckets.Zip(compared ?? buckets)],
        settings,
        (pair, limit) => Boundary.Absolute(pair.First.CanaryBad, pair.First.CanaryExposure, limit),
        (pair, margin) => Boundary.Relative(pair.Second, margin),
        pair => Boundary.HasControl(pair.Second.CanaryExposure, pair.Second.StableExposure),
        neutral: new CountBucket(0, 0, 0.5),
        Boundary.Widen);

    public static GateTestResult OfMeans(IReadOnlyList<MeanPair> buckets, GateTestSettings settings) => Run(
        buckets,
        settings,
        (pair, limit) => Boundary.Absolute(pair.Canary, limit),
        Boundary.Relative,
        pair => Boundary.HasControl(pair.Canary.Size, pair.Stable.Size),
        neutral: default(MeanBucket),
        (limit, kappa) => limit * kappa);

    private static GateTestResult Run<TPair, TBucket>(
        IReadOnlyList<TPair> pairs,
        GateTestSettings settings,
        Func<TPair, double, TBucket> absolute,
        Func<TPair, double, TBucket> relative,
        Func<TPair, bool> hasControl,
        TBucket neutral,
        Func<double, double, double> widen)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        if (pairs.Count == 0 || (settings.Limits is null && settings.Margin is null))
        {
            return GateTestResult.Nothing;
        }

        var harmAbsolute = Absolute(settings) is { } overLimit ? Harm(overLimit, [], settings) : null;
        var harmRelative = Relative(settings) is { } worse ? Harm(worse, settings.SlowImbalance, settings) : null;
        var widened = settings.Widened(widen);
        var harmless = Harmless([Absolute(widened), Relative(widened)], settings);
        return Conclude(harmAbsolute, harmRelative, harmless, settings);

        TBucket[]? Absolute(GateTestSettings gate)
        {
            if (gate.Limits is null)
            {
                return null;
            }

            var against = new TBucket[pairs.Count];
            for (var t = 0; t < against.Length; t++)
            {
                against[t] = absolute(pairs[t], gate.LimitAt(t)!.Value);
            }

            return against;
        }

        TBucket[]? Relative(GateTestSettings gate)
        {
            if (gate.Margin is not { } margin)
            {
                return null;
            }

            var against = new TBucket[pairs.Count];
            for (var t = 0; t < against.Length; t++)
            {
                against[t] = hasControl(pairs[t]) ? relative(pairs[t], margin) : gate.LimitAt(t) is { } limit ? absolute(pairs[t], limit) : neutral;
            }

            return against;
        }
    }

    private static double[] Harm<TBucket>(TBucket[] against, IReadOnlyList<double> slowImbalance, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket> =>
        EProcess.LogWealth<TBucket>(against, Deflation(against, slowImbalance, settings), settings.HighIsBad ? Tilt.More : Tilt.Less, settings.Betting);

    /// <summary>The mean of the proofs against limit and margin; slow imbalance deflates both, because a pod that is better by luck proves nothing.</summary>
    private static double Harmless<TBucket>(TBucket[]?[] boundaries, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var proofs = boundaries.OfType<TBucket[]>()
            .Select(against => EProcess.LogWealth<TBucket>(
                against, Deflation(against, settings.SlowImbalance, settings), settings.HighIsBad ? Tilt.Less : Tilt.More, Betting.Plain)[^1])
            .ToArray();
        return Precise.LogSumExp(proofs) - Math.Log(proofs.Length);
    }

    private static double[] Deflation<TBucket>(TBucket[] against, IReadOnlyList<double> slowImbalance, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket> =>
        Dispersion.Deflation<TBucket>(
            against, settings.Scatter, settings.PriorDispersion, settings.BucketsPerCell ?? settings.Clock.BucketsPerCell, [.. slowImbalance]);

    private static GateTestResult Conclude(double[]? absolute, double[]? relative, double harmless, GateTestSettings settings)
    {
        var harm = absolute is null ? relative! : relative is null ? absolute : [.. absolute.Zip(relative, Math.Min)];
        var (line, proofLine) = (Math.Log(1 / settings.Alpha), Math.Log(1 / settings.Beta));
        var (peak, now) = (harm.Max(), harm[^1]);
        var failedAt = Array.FindIndex(harm, evidence => evidence >= line);
        var isOverLimit = settings.IsPromise && absolute is not null && relative is not null && absolute[^1] >= line;
        return new GateTestResult
        {
            Outcome = peak >= line ? GateTestOutcome.Worse
                : isOverLimit ? GateTestOutcome.OverLimitNotWorse
                : now >= line / 2 ? GateTestOutcome.Suspicious
                : harmless >= proofLine ? GateTestOutcome.Harmless
                : GateTestOutcome.NotEnough,
            LogHarmAbsolute = absolute,
            LogHarmRelative = relative,
            LogHarm = harm,
            Peak = peak,
            Now = now,
            LogHarmless = harmless,
            Line = line,
            ProofLine = proofLine,
            FailedAt = failedAt < 0 ? null : failedAt,
        };
    }
}
