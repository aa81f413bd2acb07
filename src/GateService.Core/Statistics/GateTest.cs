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
        (pair, limit) => Alone(pair.First, limit, settings),
        Boundary.Widen);

    public static GateTestResult OfMeans(IReadOnlyList<MeanPair> buckets, GateTestSettings settings) => Run(
        buckets,
        settings,
        (pair, limit) => Boundary.Absolute(pair.Canary, limit),
        Boundary.Relative,
        pair => Boundary.HasControl(pair.Canary.Size, pair.Stable.Size),
        (pair, limit) => limit is { } known ? Boundary.Absolute(pair.Canary, known) : default,
        (limit, kappa) => limit * kappa);

    private static GateTestResult Run<TPair, TBucket>(
        IReadOnlyList<TPair> pairs,
        GateTestSettings settings,
        Func<TPair, double, TBucket> absolute,
        Func<TPair, double, TBucket> relative,
        Func<TPair, bool> hasControl,
        Func<TPair, double?, TBucket> alone,
        Func<double, double, double> widen)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        if (pairs.Count == 0 || (settings.Limits is null && settings.Margin is null))
        {
            return GateTestResult.Nothing;
        }

        var overLimit = Absolute(settings) is { } limited ? Harm(limited, [], settings.HighIsBad, settings) : null;
        var harmAbsolute = settings is { Floor: { } floor, Margin: not null, Limits: not null } && Absolute(settings with { Limits = [floor] }) is { } floored
            ? Harm(floored, [], settings.HighIsBad, settings)
            : overLimit;
        var harmRelative = Relative(settings) is { } worse ? Harm(worse, settings.SlowImbalance, settings.IsMoreWorse, settings) : null;
        var widened = settings.Widened(widen);
        var harmless = Mean(
        [
            Absolute(widened) is { } withinLimit ? Harmless(withinLimit, settings.HighIsBad, settings) : null,
            Relative(widened) is { } noWorse ? Harmless(noWorse, settings.IsMoreWorse, settings) : null,
        ]);
        return Conclude(harmAbsolute, harmRelative, overLimit, harmless, settings);

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
                against[t] = hasControl(pairs[t]) ? relative(pairs[t], margin) : alone(pairs[t], gate.LimitAt(t));
            }

            return against;
        }
    }

    /// <summary>
    /// A bucket without control as the comparison sees it: held against the limit, neutral without one. Where the comparison counts good events and the
    /// limit bad ones, the others out of the same exposure are the same evidence.
    /// </summary>
    internal static CountBucket Alone(CountPair pair, double? limit, GateTestSettings settings) => limit switch
    {
        null => new CountBucket(0, 0, 0.5),
        { } known when settings.IsMoreWorse == settings.HighIsBad => Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, known),
        { } known => Boundary.Absolute(pair.CanaryExposure - pair.CanaryBad, pair.CanaryExposure, 1 - known),
    };

    private static double[] Harm<TBucket>(TBucket[] against, IReadOnlyList<double> slowImbalance, bool highIsBad, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket> =>
        EProcess.LogWealth<TBucket>(against, Deflation(against, slowImbalance, settings), highIsBad ? Tilt.More : Tilt.Less, settings.Betting);

    /// <summary>Slow imbalance deflates the proof against the limit too, because a pod that is better by luck proves nothing.</summary>
    private static double Harmless<TBucket>(TBucket[] against, bool highIsBad, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket> =>
        EProcess.LogPlainWealth<TBucket>(against, Deflation(against, settings.SlowImbalance, settings), highIsBad ? Tilt.Less : Tilt.More);

    /// <summary>The mean of the proofs against limit and margin, of logarithms.</summary>
    private static double Mean(double?[] proofs)
    {
        double[] known = [.. proofs.OfType<double>()];
        return Precise.LogSumExp(known) - Math.Log(known.Length);
    }

    private static double[] Deflation<TBucket>(TBucket[] against, IReadOnlyList<double> slowImbalance, GateTestSettings settings)
        where TBucket : struct, IKernelBucket<TBucket> =>
        Dispersion.Deflation<TBucket>(
            against, settings.Scatter, settings.PriorDispersion, settings.BucketsPerCell ?? settings.Clock.BucketsPerCell, [.. slowImbalance]);

    private static GateTestResult Conclude(double[]? absolute, double[]? relative, double[]? overLimit, double harmless, GateTestSettings settings)
    {
        var harm = absolute is null ? relative! : relative is null ? absolute : [.. absolute.Zip(relative, Math.Min)];
        var (line, proofLine) = (Math.Log(1 / settings.Alpha), Math.Log(1 / settings.Beta));
        var (peak, now) = (harm.Max(), harm[^1]);
        var failedAt = Array.FindIndex(harm, evidence => evidence >= line);
        var isOverLimit = settings.IsPromise && overLimit is not null && relative is not null && overLimit[^1] >= line;
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
