namespace GateService.Core.Statistics;

/// <summary>How far a gate is from failing, in events of the next bucket.</summary>
internal sealed class FlipDistance
{
    private readonly GateSettings _settings;
    private readonly double? _limit;
    private readonly double? _harmLimit;
    private readonly Played? _absolute;
    private readonly Played? _relative;
    private readonly Played? _gross;
    private readonly int _seen;

    /// <param name="buckets">Counts so far, at least one bucket.</param>
    /// <param name="settings">The gate.</param>
    /// <param name="compared">As in <see cref="EvidenceGate.OfCounts"/>.</param>
    /// <param name="overFloor">As there.</param>
    /// <param name="played">What the gate made of them, with its bettors.</param>
    public FlipDistance(IReadOnlyList<CountPair> buckets, GateSettings settings, IReadOnlyList<CountPair>? compared, IReadOnlyList<CountPair>? overFloor, GateResult played)
    {
        (_settings, _limit, _harmLimit, _seen) = (settings, settings.LimitAt(buckets.Count - 1), settings.HarmLimitAt(buckets.Count - 1), buckets.Count);
        _absolute = played.AgainstLimit is not { } limited ? null : new Played([.. (settings.Margin is null ? buckets : overFloor ?? buckets).Select((pair, t) => Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, settings.HarmLimitAt(t)!.Value))], [], settings, limited);
        _relative = played.AgainstMargin is not { } compares ? null : new Played(
            [.. buckets.Select((pair, t) => Against(pair, compared is null ? pair : compared[t], settings.LimitAt(t), settings.Margin!.Value))], settings.SlowImbalance, settings, compares);
        _gross = played.AgainstGross is not { } gross ? null : new Played(
            [.. buckets.Select((pair, t) => Against(pair, compared is null ? pair : compared[t], settings.LimitAt(t), settings.Gross(settings.Margin!.Value, t)))], [], settings, gross);
    }

    /// <summary>
    /// The fewest bad ones of the canary in one more bucket that would fail the gate, or the most where few are bad; null where no number of them would (a
    /// verdict takes several bad buckets).
    /// </summary>
    /// <param name="next">What the next bucket would be like but for what is bad of the canary; its exposure at least 1.</param>
    public double? BadToFail(CountPair next)
    {
        var most = Math.Floor(next.CanaryExposure);
        if (!Fails(next, _settings.HighIsBad ? next.CanaryExposure : 0))
        {
            return null;
        }

        var (fails, holds) = _settings.HighIsBad ? (most, -1.0) : (0.0, most + 1);
        while (Math.Abs(fails - holds) > 1)
        {
            var middle = Math.Floor((fails + holds) / 2);
            (fails, holds) = Fails(next, middle) ? (middle, holds) : (fails, middle);
        }

        return fails;
    }

    private bool Fails(CountPair next, double bad)
    {
        var pair = next with { CanaryBad = Math.Min(bad, next.CanaryExposure) };
        return _settings.Both(_absolute?.With(Boundary.Absolute(pair.CanaryBad, pair.CanaryExposure, _harmLimit!.Value)), Worse(pair)) >= _settings.Line;
    }

    /// <summary>ln of the wealth of all who bet that the canary is worse than stable after one more bucket; null for none.</summary>
    private double? Worse(CountPair pair)
    {
        var usual = _relative?.With(Against(pair, pair, _limit, _settings.Margin!.Value));
        return _gross is null || usual is null ? usual : _settings.Together(usual.Value, _gross.With(Against(pair, pair, _limit, _settings.Gross(_settings.Margin!.Value, _seen))));
    }

    private CountBucket Against(CountPair own, CountPair compared, double? limit, double margin) => Boundary.HasControl(compared.CanaryExposure, compared.StableExposure)
        ? Boundary.Relative(compared, margin)
        : EvidenceGate.Alone(own, limit, _settings);

    /// <summary>Bettors that have seen all buckets so far.</summary>
    private sealed class Played
    {
        private readonly double _dispersion;
        private readonly double _slowImbalance;
        private readonly GateSettings _settings;
        private readonly EProcess _bettors;

        public Played(CountBucket[] seen, IReadOnlyList<double> slowImbalance, GateSettings settings, EProcess bettors)
        {
            (_settings, _bettors) = (settings, bettors);
            _dispersion = Dispersion.OfNext<CountBucket>(seen, settings.Scatter, settings.PriorDispersion, Cell);
            _slowImbalance = slowImbalance.Count == 0 ? 0 : slowImbalance[Math.Min(seen.Length / Cell, slowImbalance.Count - 1)];
        }

        private int Cell => _settings.BucketsPerCell ?? _settings.Clock.BucketsPerCell;

        /// <summary>ln of their wealth after one more bucket, without playing it.</summary>
        public double With(CountBucket more)
        {
            var (scatter, information) = (_settings.Scatter, Cell * more.Information);
            return _bettors.Fork().Bet(more, scatter.Deflation(_dispersion, information) + (_slowImbalance * information));
        }
    }
}
