using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>Asks the engine what a vector asks, one method a kind.</summary>
internal static class VectorAnswers
{
    public static Dictionary<string, object?> Kernel(VectorInput input)
    {
        var bucket = new CountBucket(input.Number("k"), input.Number("n"), input.Number("p"));
        return new() { ["llr"] = bucket.LogLikelihoodRatio(Tilt.Of(input.Number("h"))), ["v"] = bucket.Information };
    }

    public static Dictionary<string, object?> Pair(VectorInput input)
    {
        var buckets = Counts(input);
        return new() { ["ratio"] = CountBucket.PairStatistic(buckets[0], buckets[1], input.Scatter.Phi, input.Scatter.Tau * input.Scatter.Tau) };
    }

    public static Dictionary<string, object?> Deflation(VectorInput input) =>
        new() { ["d"] = Dispersion.Deflation<CountBucket>(Counts(input), input.Scatter, input.Number("d0"), 1, []) };

    public static Dictionary<string, object?> History(VectorInput input)
    {
        var cells = Dispersion.HistoryCells([.. input.Rows("rows").Select(row => (row[0], row[1]))], 1);
        return new() { ["d0"] = Dispersion.OfHistory<CountBucket>(cells, input.Scatter) };
    }

    public static Dictionary<string, object?> Trajectory<TBucket>(TBucket[] buckets, VectorInput input)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var deflation = Dispersion.Deflation<TBucket>(buckets, input.Scatter, input.Number("d0"), input.Clock.BucketsPerCell, input.SlowImbalance);
        var betting = new Betting
        {
            Restarts = input.Flag("restart"),
            Cap = input.OptionalNumber("cap"),
            CautiousShare = input.Number("part", 0),
            BucketMinutes = input.Clock.BucketMinutes,
        };
        return new() { ["logE"] = EProcess.LogWealth<TBucket>(buckets, deflation, input.Number("sign") > 0 ? Tilt.More : Tilt.Less, betting) };
    }

    public static Dictionary<string, object?> Gate(VectorInput input)
    {
        var result = EvidenceGate.OfCounts(input.Pairs("rows"), new GateSettings
        {
            Limits = input.OptionalNumber("limit") is { } limit ? [limit] : null,
            Margin = input.OptionalNumber("rho"),
            HighIsBad = input.Number("bad") > 0,
            IsPromise = input.Flag("slo"),
            Alpha = input.Number("alpha"),
            Beta = input.Number("beta"),
            Kappa = input.Number("kappa"),
            Clock = input.Clock,
            FewestBadBuckets = (int?)input.OptionalNumber("m"),
            CautiousShare = input.Number("part", 0),
            Scatter = input.Scatter,
            PriorDispersion = input.Number("d0"),
            SlowImbalance = input.SlowImbalance,
            BucketsPerCell = input.Number("phi", 1) > 1 ? 1 : null,
        });
        var (verdict, reason) = result.Outcome switch
        {
            GateOutcome.Worse => ("fail", "worse"),
            GateOutcome.OverLimitNotWorse => ("inconclusive", "over limit, not shown worse than stable"),
            GateOutcome.Suspicious => ("inconclusive", "suspicious"),
            GateOutcome.Harmless => ("pass", "proven"),
            GateOutcome.NoData => ("inconclusive", "no data"),
            _ => ("inconclusive", "not enough evidence"),
        };
        return new()
        {
            ["verdict"] = verdict,
            ["reason"] = reason,
            ["logEFail"] = result.Peak,
            ["logENow"] = result.Now,
            ["logEPass"] = result.LogHarmless,
            ["trajectory"] = result.LogHarm,
        };
    }

    public static Dictionary<string, object?> Bound(VectorInput input)
    {
        var rows = input.Rows("rows");
        Func<double, CountBucket[]> against = input.Text("parameter") == "limit"
            ? limit => [.. rows.Select(row => Boundary.Absolute(row[0], row[1], limit))]
            : ratio => [.. rows.Select(row => Boundary.Relative(new CountPair(row[0], row[1], row[2], row[3]), ratio))];
        double[] Deflate(CountBucket[] buckets) => Dispersion.Deflation<CountBucket>(buckets, input.Scatter, input.Number("d0"), 1, []);
        var (alpha, low, high) = (input.Number("alpha"), input.Number("lo"), input.Number("hi"));
        return new()
        {
            ["lower"] = AnytimeBounds.Lower(against, Deflate, alpha, low, high),
            ["upper"] = AnytimeBounds.Upper(against, Deflate, alpha, low, high),
        };
    }

    public static Dictionary<string, object?> Planner(VectorInput input)
    {
        var needed = Power.InformationNeeded(input.Number("alpha"), input.Number("power"), Math.Log(input.Number("overhead", 18)));
        return input.Has("minutes")
            ? new()
            {
                ["ratio"] = Power.SmallestRatio(
                    [.. input.Rows("minutes").Select(row => (row[0], row[1]))],
                    input.Number("ps"),
                    input.Number("rho"),
                    needed,
                    input.Scatter,
                    input.Number("d0", 1),
                    input.Number("omega", 0)),
            }
            : new() { ["info"] = needed };
    }

    public static Dictionary<string, object?> OfClock(VectorInput input)
    {
        var clock = Clock.Of(TimeSpan.FromSeconds(input.Number("b")));
        return new()
        {
            ["beta"] = clock.BucketMinutes,
            ["g"] = clock.BucketsPerCell,
            ["m"] = clock.FewestBadBuckets,
            ["warmup"] = clock.WarmUpBuckets,
            ["nu"] = clock.PriorWeight,
            ["block"] = clock.CellsPerBlock,
            ["history"] = clock.HistoryBuckets,
        };
    }

    public static Dictionary<string, object?> Slow(VectorInput input) =>
        new() { ["omega"] = SlowImbalance.Of(input.Pods("hist"), input.Pods("roll"), (int)input.Number("block"), input.Number("d0")) };

    public static Dictionary<string, object?> Calls(VectorInput input)
    {
        var bucket = VectorInput.Call(input.Row("row")).Against(input.Number("rho"));
        return new()
        {
            ["k"] = bucket.Bad,
            ["n"] = bucket.Exposure,
            ["p"] = bucket.Boundary,
            ["llr"] = bucket.LogLikelihoodRatio(Tilt.Of(input.Number("h"))),
        };
    }

    public static Dictionary<string, object?> Guard(VectorInput input)
    {
        var guard = AmplificationGuard.Of(
            input.Calls("calls"),
            [.. input.Rows("dep").Select(row => (row[0], row[1]))],
            input.Number("floor"),
            input.Number("alpha"),
            input.Clock,
            input.Number("rhoAmp"));
        return new() { ["amplified"] = guard.Amplified, ["selfInflicted"] = guard.SelfInflicted, ["logEAmp"] = guard.LogCalls, ["logEBoth"] = guard.LogBoth };
    }

    public static Dictionary<string, object?> Hint(VectorInput input) => new()
    {
        ["p"] = DoseHint.ChanceOf(
            TimeSpan.FromSeconds(input.Number("onset") - input.Number("step")), TimeSpan.FromSeconds(input.Number("b")), TimeSpan.FromSeconds(input.Number("length"))),
    };

    private static CountBucket[] Counts(VectorInput input) => [.. input.Rows("buckets").Select(row => new CountBucket(row[0], row[1], row[2]))];
}
