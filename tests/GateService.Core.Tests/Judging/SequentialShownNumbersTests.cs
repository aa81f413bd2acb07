using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>The numbers beside a verdict: intervals of the window's value, the counts that were tested, and the ratio of both slices.</summary>
public sealed class SequentialShownNumbersTests
{
    private static readonly SuccessRateObjective Success = new() { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.9), Judge = SequentialJudge.Chosen };
    private static readonly LatencyObjective Latency = new() { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.95, Judge = SequentialJudge.Chosen };

    /// <summary>Ten minutes in which 3 % are bad, of both slices: what is told of it lies in the interval, on the side that the policy writes it.</summary>
    private static readonly Dictionary<string, (Objective Objective, double Value)> Shares = new()
    {
        ["errors"] = (Weighed.ErrorRate(), 0.03),
        ["successes"] = (Success, 0.97),
        ["apdex"] = (Given.Apdex() with { Judge = SequentialJudge.Chosen }, 0.97),
        ["a share that must not rise"] = (Kpi(KpiForm.Ratio, Comparison.AtMost, 0.05), 0.03),
        ["a share that must not rise, tested by what is left"] = (Kpi(KpiForm.Ratio, Comparison.AtMost, 0.9), 0.03),
        ["a share that must not fall"] = (Kpi(KpiForm.Ratio, Comparison.AtLeast, 0.95), 0.97),
        ["a share that must not fall, tested by itself"] = (Kpi(KpiForm.Ratio, Comparison.AtLeast, 0.05), 0.97),
    };

    private static readonly Dictionary<string, Objective> NoShares = new()
    {
        ["latency"] = Latency,
        ["a rate"] = Kpi(KpiForm.Rate, Comparison.AtMost, 40),
        ["a sum"] = Kpi(KpiForm.Sum, Comparison.AtLeast, 1),
        ["a percentile"] = Kpi(KpiForm.Percentile, Comparison.AtMost, 500, 0.95),
        ["readiness"] = new PodHealthObjective { Name = "ready", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), Signal = PodSignal.Ready, MinimumSample = 1, Judge = SequentialJudge.Chosen },
    };

    public static TheoryData<string> WithShares => [.. Shares.Keys];

    public static TheoryData<string> WithoutShares => [.. NoShares.Keys];

    [Theory]
    [MemberData(nameof(WithShares))]
    public void A_share_has_an_interval_around_it(string what)
    {
        var (objective, value) = Shares[what];

        var interval = Weighed.Judge(Weighed.Told(Alike(), value, value), Weighed.Context(10), objective).Interval.ShouldNotBeNull();

        interval.Low.ShouldBeInRange(value - 0.03, value - 0.001);
        interval.High.ShouldBeInRange(value + 0.001, value + 0.03);
    }

    [Theory]
    [MemberData(nameof(WithoutShares))]
    public void What_is_no_share_has_none(string what)
    {
        var evidence = what == "readiness" ? Readings() : Alike(mean: 4.5);

        var finding = Weighed.Judge(Weighed.Told(evidence, 0.7, 0.7), Weighed.Context(10), NoShares[what]);

        (finding.Judgement is not null, finding.Interval).ShouldBe((true, null));
    }

    /// <summary>Minute by minute another share: the interval is of the window's minutes, all of them and no others.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void The_interval_is_of_the_window(int from)
    {
        var evidence = Weighed.Counts([.. Enumerable.Range(0, 10).Select(t => ((double)t, 150.0, 3.0, 2850.0))]);
        var trial = new Trial(Weighed.ErrorRate(), evidence, Window(10, from));

        var expected = ShownBounds.OfShare([.. trial.Judged.Where(bucket => bucket.Begin >= Weighed.Begin.AddMinutes(from)).Select(bucket => (bucket.Bad!.Value, bucket.Exposure))], Weighing.Of(trial)!.Settings);

        new SequentialJudge().Judge(trial).Interval.ShouldBe(expected.ShouldNotBeNull());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void So_is_that_of_a_mean(int from)
    {
        List<Bucket> Slice(double size) => [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), size, null, 45 + t, 10))];
        var evidence = new ObjectiveEvidence("kpi", new SliceEvidence.Measured(50, 2000, null, Slice(200)), new SliceEvidence.Measured(50, 38_000, null, Slice(3800)), []);
        var trial = new Trial(Kpi(KpiForm.Mean, Comparison.AtMost, 80), evidence, Window(10, from));

        var expected = ShownBounds.OfMean([.. trial.Judged.Where(bucket => bucket.Begin >= Weighed.Begin.AddMinutes(from)).Select(bucket => new SampleMean(bucket.Exposure, bucket.Mean!.Value, 10))], Weighing.Of(trial)!.Settings);

        new SequentialJudge().Judge(trial).Interval.ShouldBe(expected.ShouldNotBeNull());
    }

    /// <summary>Whatever the minutes were like, even in bursts: a share that is told lies in the interval that is told with it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void No_interval_is_told_without_the_share_in_it(double bursts)
    {
        var dice = new Random(7);
        for (var draw = 0; draw < 60; draw++)
        {
            var minutes = Enumerable.Range(0, 5 + dice.Next(25)).Select(_ =>
            {
                var (canary, rate) = ((double)dice.Next(1, 400), dice.NextDouble() < bursts ? dice.NextDouble() : 0.02 * dice.NextDouble());
                return (Math.Floor(canary * rate), canary, Math.Floor(2850 * rate * dice.NextDouble()), 2850.0);
            }).ToList();
            var judgement = Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(minutes.Count)).Judgement.ShouldNotBeNull();

            var (share, interval) = (judgement.Tested.ShouldNotBeNull().Share, judgement.Tested.Interval.ShouldNotBeNull());
            share.ShouldBeInRange(interval.Low, interval.High, $"draw {draw}");
        }
    }

    /// <summary>A minute in which nobody was asked, and of which nothing was counted.</summary>
    [Fact]
    public void A_minute_without_a_count_is_left_out()
    {
        var evidence = Alike();
        var judged = (SliceEvidence.Measured)evidence.Judged;
        var gap = evidence with { Judged = judged with { Buckets = [.. judged.Buckets.Select((bucket, t) => t == 5 ? bucket with { Exposure = 0, Bad = null } : bucket)] } };
        var trial = new Trial(Weighed.ErrorRate(), gap, Weighed.Context(10));

        new SequentialJudge().Judge(trial).Interval.ShouldBe(ShownBounds.OfShare([.. Enumerable.Repeat((4.5, 150.0), 8)], Weighing.Of(trial)!.Settings).ShouldNotBeNull());
    }

    /// <summary>It failed, and then fell silent: of a window without requests there is no share.</summary>
    [Theory]
    [InlineData(Comparison.AtMost)]
    [InlineData(Comparison.AtLeast)]
    public void A_window_without_requests_has_no_interval(Comparison side)
    {
        var counts = Weighed.Counts([.. Weighed.Same(8, 40, 150, 3, 2850), .. Weighed.Same(4, 0, 0, 3, 2850)]);
        var silent = counts with { Judged = new SliceEvidence.NoData { Buckets = counts.Judged.Buckets } };

        var finding = Weighed.Judge(silent, Window(12, 8), side == Comparison.AtMost ? Weighed.ErrorRate() : Success);

        (finding.Outcome, finding.Interval).ShouldBe((FindingOutcome.Tripped, null));
    }

    /// <summary>Where both slices are held against each other by the same counts, stable's are told beside the canary's; and nowhere else.</summary>
    [Fact]
    public void Stables_counts_are_told_where_they_were_compared()
    {
        var beside = Weighed.Judge(Alike(), Weighed.Context(10)).Judgement!;
        var alone = Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 0, 0)), Weighed.Context(10, weight: 100)).Judgement!;
        var slow = Weighed.Judge(Alike(slow: (6, 100)), Weighed.Context(10), Latency).Judgement!;
        var unknown = Weighed.Judge(Alike(), Weighed.Context(10), Latency).Judgement!;

        (beside.Tested!.StableBad, beside.Tested.StableExposure, beside.Compared).ShouldBe((769.5, 25_650, null));
        (alone.Tested!.StableBad, alone.Tested.StableExposure, alone.Compared).ShouldBe((null, null, null));
        (slow.Tested!.Bad, slow.Tested.StableBad, slow.Tested.StableExposure).ShouldBe((40.5, null, null));
        (slow.Compared!.Bad, slow.Compared.Exposure, slow.Compared.StableBad, slow.Compared.StableExposure, slow.Compared.Limit).ShouldBe((54, 1350, 900, 25_650, null));
        (unknown.Tested!.StableBad, unknown.Tested.StableExposure, unknown.Compared).ShouldBe((769.5, 25_650, null));
    }

    /// <summary>One minute of requests, which is the warm-up, and none since.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Where_nothing_was_counted_no_counts_are_told(double perMinute, bool isTold) =>
        (Weighed.Judge(Weighed.Counts([.. Weighed.Same(1, 0, 150, 3, 2850), .. Weighed.Same(4, 0, perMinute, 3, 2850)]), Weighed.Context(5)).Judgement.ShouldNotBeNull().Tested is not null).ShouldBe(isTold);

    [Fact]
    public void The_ratio_of_both_slices_is_around_one_where_they_are_alike()
    {
        var ratios = new[]
        {
            Weighed.Judge(Alike(), Weighed.Context(10)),
            Weighed.Judge(Weighed.Told(Alike(mean: 4.5), 4.5, 85.5), Weighed.Context(10), Kpi(KpiForm.Rate, Comparison.AtMost, 40)),
            Weighed.Judge(Weighed.Told(Alike(), 300, 300), Weighed.Context(10), Kpi(KpiForm.Percentile, Comparison.AtMost, 500, 0.95)),
        }.Select(finding => finding.Judgement!.Ratio.ShouldNotBeNull());

        ratios.ShouldAllBe(ratio => ratio.Low > 0.2 && ratio.Low < 1 && ratio.High > 1 && ratio.High < 5);
    }

    /// <summary>Of quantiles both slices are counted at other boundaries, and alone there is nothing to divide by.</summary>
    [Fact]
    public void Quantiles_and_a_canary_alone_have_no_ratio()
    {
        Weighed.Judge(Alike(slow: (6, 100)), Weighed.Context(10), Latency).Judgement!.Ratio.ShouldBeNull();
        Weighed.Judge(Alike(), Weighed.Context(10), Latency).Judgement!.Ratio.ShouldBeNull();
        Weighed.Judge(Weighed.Told(Alike(slow: (6, 100)), 300, 300), Weighed.Context(10), Kpi(KpiForm.Percentile, Comparison.AtMost, 500, 0.95)).Judgement!.Ratio.ShouldBeNull();
        Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 0, 0)), Weighed.Context(10, weight: 100)).Judgement!.Ratio.ShouldBeNull();
    }

    private static JudgingContext Window(int minutes, int from) =>
        Weighed.Context(minutes) with { Window = new(Weighed.Begin.AddMinutes(from), Weighed.Begin.AddMinutes(minutes), TimeSpan.FromMinutes(1)) };

    /// <summary>3 % of 150 and of 2,850 requests are bad, for ten minutes; so many slower than stable's own quantile.</summary>
    private static ObjectiveEvidence Alike(double? mean = null, (double Canary, double Stable)? slow = null)
    {
        var counts = Weighed.Counts(Weighed.Same(10, 4.5, 150, 85.5, 2850));
        return counts with { Judged = With(counts.Judged, slow?.Canary), Control = With(counts.Control, slow?.Stable) };

        SliceEvidence With(SliceEvidence slice, double? against) =>
            (SliceEvidence.Measured)slice with { Buckets = [.. slice.Buckets.Select(bucket => bucket with { Mean = mean, BadAgainstStable = against })] };
    }

    private static ObjectiveEvidence Readings() =>
        new("ready", new SliceEvidence.Measured(1, 2, null, [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 2, null, 1))]), new SliceEvidence.NoData(), []);

    private static KpiObjective Kpi(KpiForm form, Comparison side, double limit, double? quantile = null) => new()
    {
        Name = "kpi",
        Comparison = side,
        Limit = StepLimits.Constant(limit),
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Checkout", Form = form, Quantile = quantile },
    };
}
