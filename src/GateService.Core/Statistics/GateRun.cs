namespace GateService.Core.Statistics;

/// <summary>Pairs of one kernel laid against the boundaries of a gate.</summary>
/// <typeparam name="TPair">Both slices in one bucket.</typeparam>
/// <typeparam name="TBucket">The kernel.</typeparam>
internal sealed class GateRun<TPair, TBucket>
    where TBucket : struct, IKernelBucket<TBucket>
{
    public required IReadOnlyList<TPair> Pairs { get; init; }

    public required Func<TPair, double, TBucket> Absolute { get; init; }

    /// <summary>What harm is beside a stable that is better, where it is counted elsewhere than <see cref="Absolute"/>; else null.</summary>
    public Func<TPair, double, TBucket>? OverFloor { get; init; }

    public required Func<TPair, double, TBucket> Relative { get; init; }

    public required Func<TPair, bool> HasControl { get; init; }

    /// <summary>A bucket without control, as the comparison sees it.</summary>
    public required Func<TPair, double?, TBucket> Alone { get; init; }

    /// <summary>A limit that is so many times wider.</summary>
    public required Func<double, double, double> Widen { get; init; }

    public GateResult Run(GateSettings settings)
    {
        if (Pairs.Count == 0 || (settings.Limits is null && settings.Margin is null))
        {
            return GateResult.Nothing;
        }

        var limited = LaidOnLimits(settings, Absolute);
        var harmAbsolute = (LaidOnFloor(settings) ?? limited) is { } harmful ? Harm(harmful, [], settings.HighIsBad, settings.BettingAgainstLimit, settings) : null;
        var overLimit = limited is not null && settings.IsPromise ? Harm(limited, [], settings.HighIsBad, settings.Usual, settings) : null;
        var harmRelative = LaidOnMargin(settings) is { } worse ? AndGross(Harm(worse, settings.SlowImbalance, settings.IsMoreWorse, settings.BettingAgainstStable, settings), settings) : null;
        return Conclude(harmAbsolute, harmRelative, overLimit, Proofs(settings), settings);
    }

    /// <summary>ln of the wealth that proves harmlessness, the mean of what is won against limit and margin.</summary>
    public double Proof(GateSettings settings)
    {
        var (limit, margin) = Proofs(settings);
        return Mean([limit, margin]);
    }

    private (double? Limit, double? Margin) Proofs(GateSettings settings)
    {
        var widened = settings.Widened(Widen);
        var within = widened with { Limits = widened.ProofLimits };
        return (
            LaidOnLimits(within, Absolute) is { } limited ? Harmless(limited, () => LaidOnLimits(Narrowed(within), Absolute)!, settings.HighIsBad, settings) : null,
            LaidOnMargin(widened) is { } noWorse ? Harmless(noWorse, () => LaidOnMargin(widened, settings.GrosslyBetter)!, settings.IsMoreWorse, settings) : null);
    }

    /// <summary>Limits that a canary keeps even if its pods are as much better by luck as pods differ.</summary>
    private GateSettings Narrowed(GateSettings within)
    {
        return within.Limits is null ? within : within with { Limits = [.. Enumerable.Range(0, Pairs.Count).Select(t => Widen(within.LimitAt(t)!.Value, Times(t)))] };

        double Times(int bucket) => within.HighIsBad ? 1 / within.SeenToDiffer(bucket) : within.SeenToDiffer(bucket);
    }

    /// <summary>Beside stable harm begins at the floor; null where that is the limit.</summary>
    private TBucket[]? LaidOnFloor(GateSettings gate) => gate.Margin is null ? null
        : OverFloor is { } counted ? LaidOnLimits(gate, counted)
        : gate.Floor is { } floor ? LaidOnLimits(gate with { Limits = [floor] }, Absolute)
        : null;

    private TBucket[]? LaidOnLimits(GateSettings gate, Func<TPair, double, TBucket> lay)
    {
        if (gate.Limits is null)
        {
            return null;
        }

        var against = new TBucket[Pairs.Count];
        for (var t = 0; t < against.Length; t++)
        {
            against[t] = lay(Pairs[t], gate.LimitAt(t)!.Value);
        }

        return against;
    }

    /// <summary>
    /// ω divides what minutes tell, as if a pod that is ten times as bad for one minute differed like one that is a third worse for five. What no slow imbalance explains needs no such division: some
    /// bettors bet against a margin that is wider by what pods differ, and share the capital with the others.
    /// </summary>
    private Wager AndGross(Wager usual, GateSettings settings)
    {
        if (settings.GrossShare <= 0 || (!settings.HasOnePod && settings.SlowImbalance.All(omega => omega <= 0)))
        {
            return usual;
        }

        var evidence = new double[Pairs.Count];
        var gross = Harm(LaidOnMargin(settings, settings.Gross)!, [], settings.IsMoreWorse, settings.Betting, settings);
        for (var t = 0; t < evidence.Length; t++)
        {
            evidence[t] = settings.Together(usual.Evidence[t], gross.Evidence[t]);
        }

        return usual with { Evidence = evidence, Gross = gross.Bettors };
    }

    private TBucket[]? LaidOnMargin(GateSettings gate, Func<double, int, double>? widen = null)
    {
        if (gate.Margin is not { } margin)
        {
            return null;
        }

        var against = new TBucket[Pairs.Count];
        for (var t = 0; t < against.Length; t++)
        {
            against[t] = HasControl(Pairs[t]) ? Relative(Pairs[t], widen is null ? margin : widen(margin, t)) : Alone(Pairs[t], gate.LimitAt(t));
        }

        return against;
    }

    private static Wager Harm(TBucket[] against, IReadOnlyList<double> slowImbalance, bool highIsBad, Betting betting, GateSettings settings)
    {
        var bettors = new EProcess(highIsBad ? Tilt.More : Tilt.Less, betting);
        return new Wager(bettors, bettors.BetAll<TBucket>(against, Deflation(against, slowImbalance, settings)));
    }

    /// <summary>
    /// Slow imbalance deflates the proof against the limit too, because a pod that is better by luck proves nothing. What no such luck explains proves: some of the capital is laid, without that division, on a
    /// boundary that is narrower by what pods differ, as it is for <see cref="AndGross">harm</see>.
    /// </summary>
    private static double Harmless(TBucket[] against, Func<TBucket[]> narrower, bool highIsBad, GateSettings settings)
    {
        var usual = Won(against, settings.SlowImbalance, highIsBad, settings);
        if (settings.GrossShare <= 0 || settings.SlowImbalance.All(omega => omega <= 0))
        {
            return usual;
        }

        return settings.Together(usual, Won(narrower(), [], highIsBad, settings));
    }

    /// <summary>From all buckets; and, with what is laid on them, from the latest.</summary>
    private static double Won(TBucket[] against, IReadOnlyList<double> slowImbalance, bool highIsBad, GateSettings settings)
    {
        var (deflation, tilts) = (Deflation(against, slowImbalance, settings), highIsBad ? Tilt.Less : Tilt.More);
        var all = PlainWealth.Log<TBucket>(against, deflation, tilts);
        var first = against.Length - settings.LatestBuckets;
        return settings.LatestBuckets <= 0 || first <= 0 ? all : GateSettings.WithLatest(all, PlainWealth.Log<TBucket>(against.AsSpan(first), deflation.AsSpan(first), tilts));
    }

    /// <summary>The mean of the proofs against limit and margin, of logarithms.</summary>
    private static double Mean(ReadOnlySpan<double?> proofs)
    {
        Span<double> known = stackalloc double[proofs.Length];
        var count = 0;
        foreach (var proof in proofs)
        {
            if (proof is { } evidence)
            {
                known[count++] = evidence;
            }
        }

        return Precise.LogSumExp(known[..count]) - Math.Log(count);
    }

    private static double[] Deflation(TBucket[] against, IReadOnlyList<double> slowImbalance, GateSettings settings) =>
        Dispersion.Deflation<TBucket>(
            against, settings.Scatter, settings.PriorDispersion, settings.BucketsPerCell ?? settings.Clock.BucketsPerCell, slowImbalance as double[] ?? [.. slowImbalance]);

    private static GateResult Conclude(Wager? againstLimit, Wager? againstMargin, Wager? overLimit, (double? Limit, double? Margin) proofs, GateSettings settings)
    {
        var harmless = Mean([proofs.Limit, proofs.Margin]);
        var (absolute, relative) = (againstLimit?.Evidence, againstMargin?.Evidence);
        var harm = Both(absolute, relative, settings);
        var (line, proofLine) = (settings.Line, Math.Log(1 / settings.Beta));
        var (peak, now) = (harm.Max(), harm[^1]);
        var failedAt = Array.FindIndex(harm, evidence => evidence >= line);
        var beyond = settings.IsPromise && relative is not null ? overLimit?.Evidence[^1] : null;
        return new GateResult
        {
            Outcome = peak >= line ? GateOutcome.Worse
                : beyond >= line ? GateOutcome.OverLimitNotWorse
                : now >= line / 2 ? GateOutcome.Suspicious
                // To hold for a limit that both overrun takes no more certainty than to fail for it does.
                : beyond >= settings.LimitLine ? GateOutcome.OverLimitNotWorse
                : harmless >= proofLine ? GateOutcome.Harmless
                : GateOutcome.NotEnough,
            AgainstLimit = againstLimit?.Bettors,
            AgainstMargin = againstMargin?.Bettors,
            AgainstGross = againstMargin?.Gross,
            LogHarmAbsolute = absolute,
            LogHarmRelative = relative,
            LogOverLimit = overLimit?.Evidence[^1],
            LogHarm = harm,
            Peak = peak,
            Now = now,
            LogHarmless = harmless,
            LogHarmlessRelative = proofs.Margin,
            Line = line,
            LimitLine = settings.LimitLine,
            ProofLine = proofLine,
            FailedAt = failedAt < 0 ? null : failedAt,
        };
    }

    private static double[] Both(double[]? absolute, double[]? relative, GateSettings settings)
    {
        var both = new double[(absolute ?? relative)!.Length];
        for (var t = 0; t < both.Length; t++)
        {
            both[t] = settings.Both(absolute?[t], relative?[t]);
        }

        return both;
    }

    /// <summary>Bettors against a boundary, and how rich they were after each bucket, in nats.</summary>
    private sealed record Wager(EProcess Bettors, double[] Evidence)
    {
        /// <summary>Those of them who bet against what no slow imbalance explains; null for none.</summary>
        public EProcess? Gross { get; init; }
    }
}
