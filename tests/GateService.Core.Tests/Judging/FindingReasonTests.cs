using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Tests.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>The sentence of a finding, word for word.</summary>
public sealed class FindingReasonTests
{
    private static readonly Finding ErrorRate = VerdictRuleTests.Of(FindingOutcome.Met) with { Value = 0.041, Sample = 903, Bad = 37, StableValue = 0.0002, StableSample = 17_201, StableBad = 4 };
    private static readonly Finding Apdex = ErrorRate with { Objective = "apdex", Kind = ObjectiveKind.Apdex, Unit = Unit.Score, Comparison = Comparison.AtLeast, Threshold = 0.85, Value = 0.8, Bad = null, StableValue = 0.95, StableBad = null };

    private static readonly RefusalRateObjective Refusals = new() { Name = "refusal-rate", Comparison = Comparison.AtMost, Floor = 0.005 };
    private static readonly Finding Conversion = Apdex with { Objective = "conversion", Kind = ObjectiveKind.Kpi, Unit = Unit.Share, Value = 0.721, StableValue = 0.952, Threshold = 0.938 };

    [Theory]
    [InlineData(FindingOutcome.Tripped, Comparison.AtMost, "over limit")]
    [InlineData(FindingOutcome.Tripped, Comparison.AtLeast, "under limit")]
    [InlineData(FindingOutcome.Met, Comparison.AtMost, "within limit")]
    [InlineData(FindingOutcome.Met, Comparison.AtLeast, "above limit")]
    [InlineData(FindingOutcome.Undecided, Comparison.AtMost, "within limit")]
    public void Which_side_of_the_limit_it_is_on(FindingOutcome outcome, Comparison comparison, string side) =>
        FindingReason.Concluded(ErrorRate with { Outcome = outcome, Comparison = comparison }).Head.ShouldBe($"error-rate 4.1 % {side} 1 %{(outcome == FindingOutcome.Tripped && comparison == Comparison.AtMost ? ", against stable's 0.02 %" : "")}");

    [Fact]
    public void Counts_of_events_are_told_where_the_value_is_their_share()
    {
        FindingReason.Counts(ErrorRate).ShouldBe("37 of 903 canary vs 4 of 17,201 stable requests");
        FindingReason.Counts(ErrorRate with { StableValue = null }).ShouldBe("37 of 903 canary requests");
        FindingReason.Counts(ErrorRate with { StableBad = null }).ShouldBe("37 of 903 canary vs 17,201 stable requests at 0.02 %");
        FindingReason.Counts(ErrorRate with { Bad = null, Slice = Slice.Stable }).ShouldBe("903 stable vs 4 of 17,201 stable requests");
        FindingReason.Counts(ErrorRate with { Comparison = Comparison.AtLeast }).ShouldBe("903 canary vs 17,201 stable requests at 0.02 %");
        FindingReason.Counts(ErrorRate with { Unit = Unit.Count, StableValue = 3 }).ShouldBe("903 canary vs 17,201 stable requests at 3");
        FindingReason.Counts(Apdex).ShouldBe("903 canary vs 17,201 stable requests at 0.95");
    }

    [Theory]
    [InlineData(FindingOutcome.Tripped, "conversion 72 %, 23 points under stable's 95.2 %: worse by its margin, 93.8 % (903 canary vs 17,201 stable events)")]
    [InlineData(FindingOutcome.Met, "conversion 72 %, stable 95.2 %: no worse than stable by its margin, 93.8 % (903 canary vs 17,201 stable events)")]
    public void Against_stable_it_tells_both_values_and_where_worse_begins(FindingOutcome outcome, string said)
    {
        FindingReason.AgainstStable(Conversion with { Outcome = outcome }).ToString().ShouldBe(said);
        FindingReason.AgainstStable(Conversion with { Outcome = outcome, StableValue = null }).ToString().ShouldBe("conversion 72 % (903 canary events)");
        FindingReason.Beside(Conversion).ShouldBe("conversion 72 %, stable 95.2 %");
    }

    [Fact]
    public void Without_stable_beside_it_it_says_how_little_there_is()
    {
        FindingReason.NothingBeside(ErrorRate with { StableValue = null, StableSample = 12 }).ToString().ShouldBe("error-rate not comparable: stable is its limit, and reported only 12 requests beside it to compare with (37 of 903 canary requests)");
        FindingReason.NothingBeside(ErrorRate with { StableValue = null, StableSample = 0 }).Head.ShouldBe("error-rate not comparable: stable is its limit, and nothing of stable is beside it to compare with");
        FindingReason.NothingBeside(ErrorRate with { Value = null }).Counts.ShouldBeNull();
    }

    [Theory]
    [InlineData(Slice.Canary, 12, "no canary data while stable had 12 observations: its pods report as checkout-v2")]
    [InlineData(Slice.Canary, 0, "no data from either slice: its pods report as checkout-v2")]
    [InlineData(Slice.Stable, 0, "no data of the stable: its pods report as checkout-v2")]
    public void Silence_is_told_by_what_was_found_instead(Slice slice, double stable, string said) =>
        FindingReason.NoData(Given.Context(slice: slice) with { Whereabouts = "its pods report as checkout-v2" }, Given.Evidence("error-rate", new SliceEvidence.NoData(), Given.Errors(0, stable))).ToString().ShouldBe(said);

    [Fact]
    public void A_common_cause_tells_both_values()
    {
        FindingReason.CommonCause(ErrorRate with { StableValue = 0.04 }).ToString().ShouldBe(
            "error-rate 4.1 % over limit 1 %, and stable with 4 % alike: a common cause, not shown to be this change (37 of 903 canary vs 4 of 17,201 stable requests)");
        FindingReason.CommonCause(Apdex with { StableValue = 0.81 }).Head.ShouldBe("apdex 0.8 under limit 0.85, and stable with 0.81 alike: a common cause such as a degraded upstream, not shown to be this change");
    }

    /// <summary>A rate per minute is as large as its slice: stable's is compared at the canary's share, its sentence says so, and being under a limit of the slice there names no cause.</summary>
    [Fact]
    public void Stables_rate_per_minute_is_said_to_be_scaled()
    {
        var orders = new Finding
        {
            Objective = "orders",
            Kind = ObjectiveKind.Kpi,
            Outcome = FindingOutcome.Tripped,
            Unit = Unit.PerMinute,
            Comparison = Comparison.AtLeast,
            Versus = Versus.Stable,
            Slice = Slice.Canary,
            Threshold = 50,
            Value = 10,
            Sample = 777,
            StableValue = 13,
            StableSample = 13_755,
            Reason = Statement.Empty,
        };

        FindingReason.CommonCause(orders).ToString().ShouldBe("orders 10/min under limit 50/min, and stable with 13/min at the canary's share alike: not shown to be this change (777 canary vs 13,755 stable requests)");
        FindingReason.Concluded(orders with { StableValue = 100 }).Head.ShouldBe("orders 10/min under limit 50/min, 0.1x stable's 100/min at the canary's share");
        FindingReason.Beside(orders).ShouldBe("orders 10/min, stable 13/min at the canary's share");
        FindingReason.Counts(orders).ShouldBe("777 canary vs 13,755 stable requests at 13/min, scaled to the canary's share");
        FindingReason.CommonCause(orders with { Unit = Unit.PerRequest, Value = 0.1, StableValue = 0.1, Threshold = 0.5 }).Head
            .ShouldBe("orders 0.1/request under limit 0.5/request, and stable with 0.1/request alike: a common cause such as a degraded upstream, not shown to be this change");
    }

    [Theory]
    [InlineData(0.082, "alike: a common cause, not shown to be this change")]
    [InlineData(0.083, "is worse: not shown to be this change")]
    public void Stable_that_is_twice_as_bad_is_not_alike(double stable, string said) =>
        FindingReason.CommonCause(ErrorRate with { Value = 0.041, StableValue = stable }).Head.ShouldBe($"error-rate 4.1 % over limit 1 %, and stable with {100 * stable:0.0} % {said}");

    [Fact]
    public void Too_few_says_of_what_and_how_many_more() =>
        FindingReason.TooFew(ErrorRate with { Kind = ObjectiveKind.QueueLag, Sample = 20, Slice = Slice.Stable }, 50).ToString().ShouldBe("error-rate not decided: 20 stable readings so far, 30 more needed to decide");

    [Theory]
    [InlineData(Slice.Canary, 12, "no canary data while stable had 12 observations: the canary is not serving, its telemetry does not carry its pod name, or it reports under another name of the service")]
    [InlineData(Slice.Canary, 0, "no data from either slice: no traffic, or New Relic knows the service by another name")]
    [InlineData(Slice.Stable, 0, "no data: New Relic reported nothing for the stable slice")]
    [InlineData(Slice.All, 0, "no data: New Relic reported nothing for this objective")]
    public void Silence_is_told_by_what_there_is_beside_it(Slice slice, double stable, string said)
    {
        FindingReason.NoData(Given.Context(slice: slice), Given.Evidence("error-rate", new SliceEvidence.NoData(), Given.Errors(0, stable))).ToString().ShouldBe(said);
        FindingReason.NoData(Given.Context(slice: Slice.All), Given.Evidence("error-rate", new SliceEvidence.NoData(), Given.Errors(0, 1))).ToString().ShouldStartWith("no all data while stable had 1 observation: the all is not");
    }

    /// <summary>A KPI without events names them; where only the canary has none, or requests are what is missing, that is said as ever.</summary>
    [Theory]
    [InlineData(KpiForm.Ratio, Comparison.AtLeast, 0, "no data of kpi: New Relic holds no Order event of either slice since the rollout began")]
    [InlineData(KpiForm.Rate, Comparison.AtLeast, 0, "no data of kpi: New Relic holds no Order event of either slice since the rollout began")]
    [InlineData(KpiForm.Ratio, Comparison.AtLeast, 3, "no data of kpi: New Relic holds no Order event of either slice in the last 10m")]
    [InlineData(KpiForm.Ratio, Comparison.AtMost, 0, "no data of kpi: New Relic holds no Order event of either slice since the rollout began")]
    [InlineData(KpiForm.Rate, Comparison.AtLeast, 3, null)]
    [InlineData(KpiForm.Rate, Comparison.AtMost, 0, null)]
    public void A_KPI_without_events_names_them(KpiForm form, Comparison comparison, double earlier, string? said)
    {
        var kpi = new KpiObjective { Name = "kpi", Comparison = comparison, Limit = StepLimits.Constant(1), Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "Order", Form = form } };
        var (context, none) = (Given.Context() with { ExpectsControl = true }, new SliceEvidence.NoData { Buckets = [new Bucket(Given.Window.Begin.AddMinutes(-1), earlier, null)] });

        Said(kpi).ShouldBe(said);
        FindingReason.Absent(kpi, context, Given.Evidence("kpi", none, Given.Errors(0, 12))).ShouldBeNull();
        FindingReason.Absent(kpi, context with { Whereabouts = "its pods report as checkout-v2" }, Given.Evidence("kpi", none)).ShouldBeNull();
        FindingReason.Absent(Given.ErrorRate(), context, Given.Evidence("error-rate", none)).ShouldBeNull();

        string? Said(KpiObjective objective) => FindingReason.Absent(objective, context, Given.Evidence("kpi", none))?.ToString();
    }

    [Theory]
    [InlineData(Slice.Canary, false, "New Relic holds no Order event with amount that meets its condition of the canary since the rollout began")]
    [InlineData(Slice.All, false, "New Relic holds no Order event with amount that meets its condition of the service since the rollout began")]
    [InlineData(Slice.Stable, false, "New Relic holds no Order event with amount that meets its condition of the stable in the last 10m")]
    [InlineData(Slice.Canary, true, "New Relic holds no Order event with amount that meets its condition of the canary in the last 10m")]
    public void What_was_looked_for_is_told_of_whom_it_was_asked(Slice slice, bool isPlain, string said) => FindingReason.Absent(
        new KpiObjective
        {
            Name = "kpi",
            Comparison = Comparison.AtLeast,
            Limit = StepLimits.Constant(1),
            Judge = isPlain ? ThresholdJudge.Chosen : SequentialJudge.Chosen,
            Definition = new KpiDefinition { EventType = "Order", Form = KpiForm.Mean, Attribute = "amount", Where = "state = 'paid'" },
        },
        Given.Context(slice: slice),
        Given.Evidence("kpi", new SliceEvidence.NoData())).ShouldNotBeNull().ToString().ShouldBe($"no data of kpi: {said}");

    [Theory]
    [InlineData(ObjectiveKind.Kpi, Unit.PerMinute, false, "requests")]
    [InlineData(ObjectiveKind.Kpi, Unit.PerRequest, false, "requests")]
    [InlineData(ObjectiveKind.RefusalRate, Unit.Share, false, "requests")]
    [InlineData(ObjectiveKind.Kpi, Unit.Share, false, "events")]
    [InlineData(ObjectiveKind.Kpi, Unit.Count, false, "events")]
    [InlineData(ObjectiveKind.Kpi, Unit.Count, true, "readings")]
    [InlineData(ObjectiveKind.PodsRunning, Unit.Share, false, "pods")]
    [InlineData(ObjectiveKind.PodsReady, Unit.Share, false, "pods")]
    [InlineData(ObjectiveKind.PodRestarts, Unit.Count, false, "pods")]
    [InlineData(ObjectiveKind.QueueLag, Unit.Seconds, false, "readings")]
    [InlineData(ObjectiveKind.ErrorRate, Unit.Share, false, "requests")]
    public void What_was_observed(ObjectiveKind kind, Unit unit, bool isOfReadings, string said) => Nouns.Observation(ErrorRate with { Kind = kind, Unit = unit, IsOfReadings = isOfReadings }).ShouldBe(said);

    [Theory]
    [InlineData(KpiForm.Gauge, true)]
    [InlineData(KpiForm.UniqueCount, true)]
    [InlineData(KpiForm.Mean, false)]
    [InlineData(KpiForm.Percentile, false)]
    public void A_gauge_s_observations_are_its_readings(KpiForm form, bool isOfReadings)
    {
        var objective = new KpiObjective { Name = "basket", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(10), Definition = new KpiDefinition { EventType = "Checkout", Form = form, Attribute = "items" } };

        Given.Judge(objective, Given.Value(7, 10)).IsOfReadings.ShouldBe(isOfReadings);
    }

    [Fact]
    public void What_is_counted_and_out_of_what()
    {
        Said(Given.ErrorRate()).ShouldBe(("errors", "requests"));
        Said(Given.Apdex()).ShouldBe(("frustrated requests", "requests"));
        Said(new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.95 }).ShouldBe(("slow requests", "requests"));
        Said(Kpi(KpiForm.Ratio)).ShouldBe(("that do not count", "events"));
        Said(Kpi(KpiForm.Mean)).ShouldBe(("that do not count", "events"));
        Said(Kpi(KpiForm.Gauge)).ShouldBe(("that do not count", "readings"));
        Said(Kpi(KpiForm.Rate)).ShouldBe(("that do not count", "requests"));
        Said(Kpi(KpiForm.Sum)).ShouldBe(("that do not count", "requests"));
        Said(Kpi(KpiForm.Ratio) with { Comparison = Comparison.AtMost }).ShouldBe(("that count", "events"));
        Nouns.Bad(Kpi(KpiForm.Ratio), isGood: true).ShouldBe("that count");
        Nouns.Bad(Kpi(KpiForm.Ratio) with { Comparison = Comparison.AtMost }, isGood: true).ShouldBe("that do not count");
        Said(Kpi(KpiForm.Percentile)).ShouldBe(("under the limit", "events"));
        Said(Kpi(KpiForm.Percentile) with { Comparison = Comparison.AtMost }).ShouldBe(("over the limit", "events"));
        Nouns.Bad(Refusals, isGood: false).ShouldBe("refused requests");
        Nouns.Bad(Refusals, isGood: true).ShouldBe("requests that are not refused");

        static (string, string) Said(Objective objective) => (Nouns.Bad(objective, false), Nouns.Exposure(objective));

        static KpiObjective Kpi(KpiForm form) => new() { Name = "kpi", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), Definition = new KpiDefinition { EventType = "Checkout", Form = form } };
    }
}
