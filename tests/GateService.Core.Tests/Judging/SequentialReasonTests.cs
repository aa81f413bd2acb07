using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>The sentence of what was weighed, word for word: each way to fail, to be held and to pass.</summary>
public sealed class SequentialReasonTests
{
    private static readonly IReadOnlyList<(double, double, double, double)> Worse = Weighed.Same(8, 8, 150, 3, 2850);

    private static readonly Dictionary<string, (Func<Finding> Judge, string Said)> All = new()
    {
        ["over its limit and worse"] = (() => Weighed.Judge(Weighed.Counts(Worse), Weighed.Context(8)),
            "error-rate 5.3 % over limit 1 %, 5.2 points over stable's 0.11 % (64 of 1,200 canary vs 24 of 22,800 stable requests)"),
        ["within its limit, worse and over its floor"] = (() => Weighed.Judge(Weighed.Counts(Worse), Weighed.Context(8), Weighed.ErrorRate(0.1) with { Floor = 0.01, IsPromise = false }),
            "error-rate 5.3 % within limit 10 %, but 5.2 points over stable's 0.11 % and over floor 1 % (64 of 1,200 canary vs 24 of 22,800 stable requests)"),
        ["above its limit, worse and under its floor"] = (() => Weighed.Judge(Successes(), Weighed.Context(8), Success with { Limit = StepLimits.Constant(0.9), Floor = 0.99, IsPromise = false }),
            "success 94.7 % above limit 90 %, but 5.2 points under stable's 99.89 % and under floor 99 % (1,200 canary vs 22,800 stable requests)"),
        ["within its limit, worse and at its floor"] = (() => Weighed.Judge(Weighed.Told(Weighed.Counts(Worse), 0.01), Weighed.Context(8), Weighed.ErrorRate(0.1) with { Floor = 0.01, IsPromise = false }),
            "error-rate failed at 12:03Z, worse than 1.15x stable; 1 % over the last 8m (64 of 1,200 canary vs 24 of 22,800 stable requests)"),
        ["above its limit, worse and at its floor"] = (() => Weighed.Judge(Weighed.Told(Successes(), 0.99), Weighed.Context(8), Success with { Limit = StepLimits.Constant(0.9), Floor = 0.99, IsPromise = false }),
            "success failed at 12:03Z, worse than 1.15x stable; 99 % over the last 8m (1,200 canary vs 22,800 stable requests at 99.89 %)"),
        ["under its limit and worse"] = (() => Weighed.Judge(Successes(), Weighed.Context(8), Success with { Limit = StepLimits.Constant(0.99) }),
            "success 94.7 % under limit 99 %, 5.2 points under stable's 99.89 % (1,200 canary vs 22,800 stable requests)"),
        ["worse, and at its very limit now"] = (() => Weighed.Judge(Weighed.Told(Successes(), 0.99), Weighed.Context(8), Success with { Limit = StepLimits.Constant(0.99) }),
            "success failed at 12:03Z, worse than 1.15x stable; 99 % over the last 8m (1,200 canary vs 22,800 stable requests at 99.89 %)"),
        ["over its limit, and stable alike"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(15, 15, 150, 285, 2850)), Weighed.Context(15)),
            "error-rate 10 % over limit 1 %, and stable with 10 % alike: a common cause, not shown to be this change (225 of 2,250 canary vs 4,275 of 42,750 stable requests)"),
        ["not proven, and asked no longer"] = (() => Weighed.Judge(Weighed.Told(Weighed.Counts([.. Weighed.Same(20, 15, 150, 285, 2850), .. Weighed.Same(15, 0, 0, 285, 2850)]), 0.12, 0.1), Weighed.Context(35, demand: StepDemand.Proven), Ratio),
            "kpi 12 % over limit 10 %: not proven (300 of 3,000 canary vs 9,975 of 99,750 stable events)"),
        ["failed while stable was away"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(6, 20, 150, 0, 0), .. Weighed.Same(10, 20, 150, 3, 2850)]), Weighed.Context(16)),
            "error-rate 13 % over limit 1 %, against stable's 0.11 % (320 of 2,400 canary vs 30 of 28,500 stable requests)"),
        ["failed while stable served"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(6, 20, 150, 3, 2850), .. Weighed.Same(10, 20, 150, 0, 0)]), Weighed.Context(16)),
            "error-rate 13 % over limit 1 %, against stable's 0.11 % (320 of 2,400 canary vs 18 of 17,100 stable requests)"),
        ["failed after stable had ended"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(6, 0, 150, 3, 2850), .. Weighed.Same(10, 20, 150, 0, 0)]), Weighed.Context(16)),
            "error-rate 8.3 % over limit 1 % (200 of 2,400 canary vs 18 of 17,100 stable requests, stable's until 12:06Z)"),
        ["over its limit, and hardly seen"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(4, 1, 50, 0, 150)), Weighed.Context(4)),
            "error-rate 2 % over limit 1 %, against stable's 0 %: too early to tell, 3 of 150 after the warm-up (4 of 200 canary vs 0 of 600 stable requests)"),
        ["over its limit, stable alike, and hardly seen"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(4, 1, 50, 3, 150)), Weighed.Context(4)),
            "error-rate 2 % over limit 1 %: no harm seen (4 of 200 canary vs 12 of 600 stable requests)"),
        ["over its limit in the warm-up, and hardly seen after"] = (() => Weighed.Judge(WarmUp(), Weighed.Context(5)),
            "error-rate 4 % over limit 1 %, against stable's 0 %: too early to tell, 3 of 150 after the warm-up (10 of 250 canary vs 0 of 600 stable requests)"),
        ["shown slower, and as fast as stable now"] = (() => Slower(0.4),
            "p95 400 ms within limit 1 s, though worse than 1.2x stable: no harm below its limit (3,000 canary vs 57,000 stable requests at 400 ms)"),
        ["shown slower, and hardly slower now"] = (() => Slower(0.41),
            "p95 410 ms within limit 1 s, though worse than 1.2x stable: no harm below its limit (3,000 canary vs 57,000 stable requests at 400 ms)"),
        ["failed earlier"] = (() => Weighed.Judge(Late(0.002, 3), Weighed.Context(16) with { Window = Weighed.Context(16).Window with { Begin = Weighed.Begin.AddMinutes(10) } }),
            "error-rate failed at 12:03Z, worse than 1.15x stable; 0.2 % over the last 6m (3 of 900 canary vs 45.6 of 45,600 stable requests)"),
        ["failed earlier, alone"] = (() => Weighed.Judge(Late(0.002, 3, stable: 0), Weighed.Context(16, weight: 100) with { Window = Weighed.Context(16).Window with { Begin = Weighed.Begin.AddMinutes(10) } }),
            "error-rate failed at 12:04Z; 0.2 % over the last 6m (3 of 900 canary requests)"),
        ["failed earlier, silent, alone"] = (() => Weighed.Judge(Silent(stable: 0), Weighed.Context(16, weight: 100)),
            "error-rate failed at 12:04Z; since then the canary reported nothing"),
        ["worse than stable, which is its limit"] = (() => Against(0.28, 0.05),
            "refusal-rate 28 %, 23 points over stable's 5 %: worse than 1.5x stable (5,040 of 18,000 canary vs 4,500 of 90,000 stable requests)"),
        ["no worse than stable, which is its limit"] = (() => Against(0.05, 0.05),
            "refusal-rate 5 %, stable 5 %, proven under 2.5x stable (900 of 18,000 canary vs 4,500 of 90,000 stable requests)"),
        ["proven against its floor or stable"] = (() => Against(0.001, 0.001, floor: 0.005),
            "refusal-rate 0.1 %, stable 0.1 %, proven under 2.5x its floor or stable (18 of 18,000 canary vs 90 of 90,000 stable requests)"),
        ["proven against its limit"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 1500, 0, 0), stablePods: 0), Weighed.Context(10, weight: 100)),
            "error-rate 0 % within limit 1 %, proven under 1.67x its limit (0 of 15,000 canary requests)"),
        ["proven at its very limit"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(60, 0, 1500, 3, 2850)), Weighed.Context(60) with { Sequential = new SequentialSettings { Proof = new StepLimits(new Dictionary<double, double> { [0] = 1 }) } }),
            "error-rate 0 % within limit 1 %, proven no worse than its limit or stable (0 of 90,000 canary vs 180 of 171,000 stable requests)"),
        ["no control"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 60, 1500, 0, 0)), Weighed.Context(10, weight: 25)),
            "error-rate 4 % over limit 1 %, but stable reported nothing beside it to compare with: its pods are not recognised, or it gets no traffic (600 of 15,000 canary requests)"),
        ["another share than its weight"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(8, 16, 800, 3, 2850), stablePods: 0), Weighed.Context(8) with { SampleRatio = new SampleRatio(22, 5, 4) }),
            "error-rate 2 % over limit 1 %, but the canary got 22 % of the latest requests at weight 5: clients of both slices may differ, so the slices cannot be compared (128 of 6,400 canary vs 24 of 22,800 stable requests)"),
        ["not proven"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(4, 1, 150, 1, 150)), Weighed.Context(4, weight: 50, demand: StepDemand.Proven)),
            "error-rate 0.67 % within limit 1 %: not proven, about 1,200 more canary requests like these prove it (4 of 600 canary vs 4 of 600 stable requests)"),
        ["a gauge"] = (() => Gauge([0, 0, 1, null, 0, 0, 0]),
            "pod-restarts 0 at limit 0: no harm seen (1 of 5 readings outside; 2 canary pods)"),
        ["a gauge over its limit"] = (() => Gauge([0, 0, 0, null, 0, 0, 1]),
            "pod-restarts 1 over limit 0: suspicious, not long enough to fail (1 of 5 readings outside; 2 canary pods)"),
    };

    public static TheoryData<string> Worlds => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Worlds))]
    public void What_was_weighed_is_said_in_one_sentence(string world)
    {
        var (judge, said) = All[world];

        judge().Reason.ToString().ShouldBe(said);
    }

    /// <summary>What is decided elsewhere says what was seen: whoever decided it says the rest.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(UndecidedCause.TooFewSamples)]
    [InlineData(UndecidedCause.NoData)]
    [InlineData(UndecidedCause.Unavailable)]
    [InlineData(UndecidedCause.Unresolved)]
    [InlineData(UndecidedCause.Uncorroborated)]
    [InlineData(UndecidedCause.UpstreamOutage)]
    [InlineData(UndecidedCause.StableUnhealthy)]
    [InlineData(UndecidedCause.Silent)]
    [InlineData(UndecidedCause.PodsReplaced)]
    [InlineData(UndecidedCause.YoungPods)]
    [InlineData(UndecidedCause.HurtsStable)]
    [InlineData(UndecidedCause.HeldByPolicy)]
    public void A_cause_that_others_find_has_a_sentence_too(UndecidedCause? cause)
    {
        var trial = new Trial(Weighed.ErrorRate(), Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)), Weighed.Context(10));
        var finding = new SequentialJudge().Judge(trial) with { Outcome = FindingOutcome.Undecided, Undecided = cause };

        SequentialReason.Of(finding, Weighing.Of(trial)!).Head.ShouldBe("error-rate 0 % within limit 1 %, proven under 5x its limit or stable");
    }

    private static KpiObjective Ratio => new()
    {
        Name = "kpi",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(0.1),
        Judge = SequentialJudge.Chosen,
        Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio, Numerator = "outcome = 'ok'" },
    };

    /// <summary>A tenth of the canary's requests are slower than stable's own quantile was, a twentieth of stable's; none is over the limit.</summary>
    private static Finding Slower(double value)
    {
        var latency = new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Quantile = 0.95, Judge = SequentialJudge.Chosen };
        List<Bucket> Slice(double requests, double slow) => [.. Enumerable.Range(0, 20).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), requests, 0, BadAgainstStable: slow))];
        return Weighed.Judge(
            new ObjectiveEvidence("p95", new SliceEvidence.Measured(value, 3000, 0, Slice(150, 16)), new SliceEvidence.Measured(0.4, 57_000, 0, Slice(2850, 142)), ["requests"]) { StableQuantile = 0.4 }, Weighed.Context(20), latency);
    }

    private static SuccessRateObjective Success => new() { Name = "success", Comparison = Comparison.AtLeast, Judge = SequentialJudge.Chosen };

    /// <summary>As a success rate tells it: by what did not fail.</summary>
    private static ObjectiveEvidence Successes()
    {
        var counts = Weighed.Counts(Worse);
        return counts with { Judged = Turned(counts.Judged), Control = Turned(counts.Control) };

        static SliceEvidence Turned(SliceEvidence slice) => slice is SliceEvidence.Measured measured ? measured with { Value = 1 - measured.Value } : slice;
    }

    /// <summary>The window holds 50 requests more of the warm-up, which no bucket does.</summary>
    private static ObjectiveEvidence WarmUp()
    {
        var counts = Weighed.Counts(Weighed.Same(4, 1, 50, 0, 150));
        return counts with { Judged = new SliceEvidence.Measured(0.04, 250, 10, counts.Judged.Buckets) };
    }

    /// <summary>Six bad minutes, then ten good ones, of which the last six are the window.</summary>
    private static ObjectiveEvidence Late(double share, double bad, double stable = 2850)
    {
        var counts = Weighed.Counts([.. Weighed.Same(6, 20, 150, stable / 1000, stable), .. Weighed.Same(10, bad / 6, 150, stable / 1000, stable)], stablePods: stable > 0 ? 4 : 0);
        return counts with { Judged = new SliceEvidence.Measured(share, 900, bad, counts.Judged.Buckets) };
    }

    private static ObjectiveEvidence Silent(double stable)
    {
        var counts = Weighed.Counts([.. Weighed.Same(6, 20, 150, 0, stable), .. Weighed.Same(10, 0, 0, 0, stable)], stablePods: 0);
        return counts with { Judged = new SliceEvidence.NoData { Buckets = counts.Judged.Buckets } };
    }

    private static Finding Against(double canary, double stable, int minutes = 30, double? floor = null)
    {
        var objective = new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Floor = floor, Judge = SequentialJudge.Chosen };
        return Weighed.Judge(Weighed.Counts(Weighed.Same(minutes, 600 * canary, 600, 3000 * stable, 3000)), Weighed.Context(minutes, weight: 25), objective);
    }

    private static Finding Gauge(double?[] readings)
    {
        var objective = new PodHealthObjective { Name = "pod-restarts", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0), Signal = PodSignal.Restarts, MinimumSample = 1, Judge = SequentialJudge.Chosen };
        List<Bucket> buckets = [.. readings.Select((reading, t) => new Bucket(Weighed.Begin.AddMinutes(t), reading is null ? 0 : 2, null, reading))];
        return Weighed.Judge(new ObjectiveEvidence(objective.Name, new SliceEvidence.Measured(readings[^1]!.Value, 2, null, buckets), new SliceEvidence.NoData(), []), Weighed.Context(readings.Length), objective);
    }
}
