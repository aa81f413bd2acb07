namespace GateService.Core.Statistics;

/// <summary>How far a gate is from failing, in bad events of the next bucket.</summary>
public static class FlipDistance
{
    /// <summary>
    /// The fewest bad events of the canary in one more bucket that would fail the gate; null where not even a bucket of nothing else would (a verdict
    /// takes several bad buckets).
    /// </summary>
    /// <param name="buckets">Counts so far.</param>
    /// <param name="settings">The gate; high values are the bad ones.</param>
    /// <param name="compared">As in <see cref="GateTest.OfCounts"/>.</param>
    /// <param name="next">What the next bucket would be like but for the canary's bad events.</param>
    public static double? BadEventsToFail(
        IReadOnlyList<CountPair> buckets, GateTestSettings settings, IReadOnlyList<CountPair>? compared, CountPair next)
    {
        var limit = settings.LimitAt(buckets.Count - 1);
        CountBucket[]? absolute = limit is null ? null : [.. buckets.Select((pair, t) => Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, settings.LimitAt(t)!.Value))];
        CountBucket[]? relative = settings.Margin is not { } margin ? null : [.. (compared ?? buckets).Select((pair, t) => Against(pair, buckets[t], t, margin))];
        var (playedAbsolute, playedRelative) = (Play(absolute, []), Play(relative, settings.SlowImbalance));
        var line = Math.Log(1 / settings.Alpha);
        if (!Fails(next.CanaryExposure))
        {
            return null;
        }

        var (low, high) = (-1.0, Math.Floor(next.CanaryExposure));
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            (low, high) = Fails(middle) ? (low, middle) : (middle, high);
        }

        return high;

        CountBucket Against(CountPair pair, CountPair own, int t, double times) => Boundary.HasControl(pair.CanaryExposure, pair.StableExposure)
            ? Boundary.Relative(pair, times)
            : settings.LimitAt(t) is { } p0 ? Boundary.Absolute(own.CanaryBad, own.CanaryExposure, p0) : new CountBucket(0, 0, 0.5);

        EProcess? Play(CountBucket[]? played, IReadOnlyList<double> slowImbalance)
        {
            if (played is null)
            {
                return null;
            }

            var process = new EProcess(Tilt.More, settings.Betting);
            var deflation = Deflation(played, slowImbalance);
            for (var t = 0; t < played.Length; t++)
            {
                process.Bet(played[t], deflation[t]);
            }

            return process;
        }

        double[] Deflation(CountBucket[] played, IReadOnlyList<double> slowImbalance)
        {
            var cell = settings.BucketsPerCell ?? settings.Clock.BucketsPerCell;
            var cells = ((played.Length - 1) / cell) + 1;
            double[] slow = slowImbalance.Count == 0 ? [] : [.. Enumerable.Range(0, cells).Select(i => slowImbalance[Math.Min(i, slowImbalance.Count - 1)])];
            return Dispersion.Deflation<CountBucket>(played, settings.Scatter, settings.PriorDispersion, cell, slow);
        }

        bool Fails(double bad)
        {
            var pair = next with { CanaryBad = Math.Min(bad, next.CanaryExposure) };
            var harm = double.PositiveInfinity;
            if (absolute is not null)
            {
                harm = Bet(playedAbsolute!, absolute, Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, limit!.Value), []);
            }

            if (relative is not null)
            {
                harm = Math.Min(harm, Bet(playedRelative!, relative, Against(pair, pair, buckets.Count - 1, settings.Margin!.Value), settings.SlowImbalance));
            }

            return harm >= line;
        }

        double Bet(EProcess process, CountBucket[] played, CountBucket more, IReadOnlyList<double> slowImbalance) =>
            process.Fork().Bet(more, Deflation([.. played, more], slowImbalance)[^1]);
    }
}
