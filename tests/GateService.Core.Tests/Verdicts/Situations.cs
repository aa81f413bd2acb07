using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Tests.Attribution;
using GateService.Core.Tests.Judging;
using GateService.Core.Trials;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>What the gate may have to tell at three in the morning, each as it comes about: sixty situations for <c>docs/sentences.md</c>.</summary>
internal static class Situations
{
    private const string Slow = "New Relic was too slow: no answer within 6 s";

    public static IReadOnlyList<(string Group, string Situation, Func<(Verdict Verdict, string Summary)> Tell)> All { get; } =
    [
        .. Of("Errors of the service itself",
            ("a healthy canary at 5 %", new Shop().Fails(Shop.Own, 0.1, 3)),
            ("5 % of the canary's requests fail", new Shop().Fails(Shop.Own, 15, 3)),
            ("the same, seen for four minutes", new Shop(4).Fails(Shop.Own, 15, 3)),
            ("3 % of them, seen for six minutes", new Shop(6).Fails(Shop.Own, 9, 3)),
            ("half of the canary's requests fail", new Shop(3).Fails(Shop.Own, 150, 3)),
            ("the canary is dead", new Shop(3).Fails(Shop.Own, 300, 3)),
            ("it fails from the seventh minute on", new Shop(14).Fails(Shop.Own, 20, 0, from: 7)),
            ("it failed, and has been well since", new Shop(30) { WindowFrom = 20 }.Fails(Shop.Own, t => t < 8 ? 20 : 0, _ => 0)),
            ("both slices fail alike, as ever", new Shop { Past = _ => 0.05 }.Fails(Shop.Own, 15, 285)),
            ("both fail, the canary three times as often", new Shop { Past = _ => 0.02 }.Fails(Shop.Own, 18, 114)),
            ("the success rate of a canary that marks errors with 200", new Shop { CountsSuccesses = true }.Fails(Shop.Own, 15, 3)),
            ("a step that asks for proof, with hardly any traffic", new Shop(10, canary: 8, stable: 150) { Demand = StepDemand.Proven }.Fails(Shop.Own, 0, 0)),
            ("at full traffic, nothing beside it, over the limit", new Shop { Weight = 100, StableServes = _ => false }.Fails(Shop.Own, 15, 0)),
            ("stable reports nothing beside a canary at 5 %", new Shop { StableServes = _ => false }.Fails(Shop.Own, 15, 0)),
            ("ten requests a minute, two of them fail", new Shop(10, canary: 10, stable: 190).Fails(Shop.Own, 2, 0.2))),
        .. Of("Errors of others",
            ("an upstream is down for both alike", new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285)),
            ("the same outage, seen for four minutes", new Shop(4) { Past = _ => 0.02 }.Fails(Shop.Payments, 6, 114)),
            ("the outage began with the canary's first step", new Shop(20).Fails(Shop.Payments, 15, 285, from: 1)),
            ("an outage, and errors of its own beneath it", new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Fails(Shop.Own, 12, 0)),
            ("the canary calls it six times as often, and it breaks under that", new Shop(20).Fails(Shop.Payments, 15, 285).Traces("payments-api", 6, 1)),
            ("its own pool of connections is exhausted", new Shop(20).Fails(Shop.Database, 12, 3)),
            ("it gives up after 0.2 s, stable after 2 s", new Shop(25) { Past = _ => 0.05 }.Fails(Shop.Payments, 15, 285).Waits("payments-api", 0.2, 2)),
            ("more of a dependency's errors than its share", new Shop(15).Fails(Shop.Payments, 24, 28)),
            ("seven errors of a dependency", new Shop(8).Fails(Shop.Payments, 1, 9)),
            ("more than stable, not for certain", new Shop(9) { Past = _ => 0.02, Limit = 0.005 }.Fails(Shop.Payments, 8, 90)),
            ("an outage that fails a third of everything", new Shop(20) { Past = _ => 0.3, Limit = 0.9 }.Fails(Shop.Payments, 90, 1710)),
            ("clients that hang up", new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Client, 15, 285)),
            ("at full traffic a dependency fails, nothing beside it", new Shop(15) { Weight = 100, StableServes = _ => false }.Fails(Shop.Payments, 30, 0)),
            ("errors of too many kinds to tell apart", new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, 5, 95).Fails(null, 10, 190)),
            ("New Relic did not say what the canary calls", new Shop(20) { Past = _ => 0.05, Change = errors => errors with { CallsUnavailable = Slow } }.Fails(Shop.Payments, 15, 285)),
            ("New Relic could not tell errors apart, both fail alike", new Shop(20) { Past = _ => 0.05, Change = Untold }.Fails(Shop.Payments, 15, 285)),
            ("New Relic could not tell errors apart at full traffic, nothing beside it", new Shop(15) { Weight = 100, StableServes = _ => false, Change = Untold }.Fails(Shop.Payments, 60, 0)),
            ("before the first step: a dependency fails now and did not before", Preflight().Fails(Shop.Payments, t => t >= 20 ? 15 : 0, _ => 0)),
            ("before the first step: stable's own errors", Preflight().Fails(Shop.Own, 15, 0)),
            ("before the first step: all as before", Preflight().Fails(Shop.Payments, 2, 0))),
        .. OfFindings("Latency, Apdex, KPIs, pods",
            ("a p95 of 3 s, limit 1.5 s, stable 238 ms", 5, Latency(1.5, 2.97, 0.238, 50)),
            ("the same p95, seen for four minutes", 5, Latency(1.5, 2.97, 0.238, 50, minutes: 4)),
            ("both are slow alike", 5, Latency(0.2, 0.31, 0.31, 15, stableSlow: 285)),
            ("within the limit, slower than stable by more than half", 5, Floored(0.497, 0.805)),
            ("Apdex falls from 0.97 to 0.65", 5, Apdex(0.65, 0.97, 52)),
            ("Apdex as stable's", 5, Apdex(0.97, 0.97, 4)),
            ("a conversion of 72 %, limit 90 %, stable 95 %", 5, Conversion(0.721, 0.28)),
            ("a conversion as stable's", 5, Conversion(0.952, 0.048)),
            ("a pod restarts", 5, Restarts(1)),
            ("no pod restarts", 5, Restarts(0)),
            ("a mean over its limit", 5, Mean(66, 50)),
            ("a queue lags, beside no stable", 100, Mean(400, null))),
        .. Told("Nothing to judge by",
            ("no event of the canary while stable is busy", () => Judged(Weighed.Judge(new ObjectiveEvidence("error-rate", new SliceEvidence.NoData(), Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)).Control, []), Weighed.Context(10)), 5)),
            ("no event of either", () => Judged(Weighed.Judge(new ObjectiveEvidence("error-rate", new SliceEvidence.NoData(), new SliceEvidence.NoData(), []), Weighed.Context(10)), 5)),
            ("no event of a KPI of either, though both are busy", () => Judged(NoOrders(), 5)),
            ("New Relic is too slow", () => Judged(Weighed.Judge(new ObjectiveEvidence("error-rate", new SliceEvidence.Unavailable(Slow), new SliceEvidence.Unavailable(Slow), []), Weighed.Context(10)), 5)),
            ("fewer requests than the policy asks for", () => Judged(Weighed.Judge(Weighed.Counts(Weighed.Same(3, 0, 3, 0, 57)), Weighed.Context(3), Weighed.ErrorRate() with { MinimumSample = 100 }), 5)),
            ("a canary hash that is empty", () => Doubted(Given.Request() with { CanaryHash = null })),
            ("a hash that is no hash", () => Doubted(Given.Request() with { CanaryHash = "{{args.hash}}" })),
            ("the same hash twice", () => Doubted(Given.Request() with { StableHash = "5c6d7e8f" })),
            ("the policy wants a person to decide where it would fail", () => Held(new Shop().Fails(Shop.Own, 15, 3))),
            ("plain thresholds: over the limit, stable within", () => Plain(37, 903, 4, 17_201)),
            ("plain thresholds: over the limit, stable too", () => Plain(37, 903, 700, 17_201)),
            ("plain thresholds: within", () => Plain(0, 903, 4, 17_201)),
            ("plain thresholds: ten requests", () => Plain(2, 10, 4, 17_201)),
            ("a policy without an objective for this request", () => (Verdict.Inconclusive, Summary.Of(Verdict.Inconclusive, [], Given.Window, 5)))),
    ];

    private static IEnumerable<(string, string, Func<(Verdict, string)>)> Of(string group, params (string Situation, Shop Shop)[] shops) =>
        Told(group, [.. shops.Select(one => (one.Situation, (Func<(Verdict, string)>)(() => one.Shop.Evaluate() is var evaluation ? (evaluation.Verdict, evaluation.Summary) : default)))]);

    private static IEnumerable<(string, string, Func<(Verdict, string)>)> OfFindings(string group, params (string Situation, double Weight, Func<Finding> Judge)[] findings) =>
        Told(group, [.. findings.Select(one => (one.Situation, (Func<(Verdict, string)>)(() => Judged(one.Judge(), one.Weight))))]);

    private static IEnumerable<(string, string, Func<(Verdict, string)>)> Told(string group, params (string Situation, Func<(Verdict, string)> Tell)[] told) => told.Select(one => (group, one.Situation, one.Tell));

    private static (Verdict, string) Judged(Finding finding, double weight)
    {
        IReadOnlyList<Finding> findings = [Score.Settled(finding)];
        var verdict = VerdictRule.Of(findings);
        return (verdict, Summary.Of(verdict, findings, Given.Window, weight));
    }

    private static (Verdict, string) Doubted(GateRequest request) => (Verdict.Inconclusive, RequestDoubt.Of(request)!);

    private static (Verdict, string) Held(Shop shop)
    {
        var found = shop.Evaluate().Findings.Select(finding => HeldHarm.Of(finding, Holding(shop.Policy), 5)).ToList();
        var verdict = VerdictRule.Of(found);
        return (verdict, Summary.Of(verdict, found, Given.Window, 5));
    }

    private static GatePolicy Holding(GatePolicy policy)
    {
        var hold = new Consequences(new Dictionary<double, Consequence> { [0] = Consequence.Hold });
        return policy with { OnHarm = hold, Objectives = [.. policy.Objectives.Select(objective => objective with { OnHarm = hold })] };
    }

    private static (Verdict, string) Plain(double bad, double requests, double stableBad, double stable) => Judged(
        new ThresholdJudge().Judge(new Trial(
            Given.ErrorRate(0.02, margin: 1.25) with { Judge = ThresholdJudge.Chosen, MinimumSample = 20 },
            Given.Evidence("error-rate", Given.Errors(bad, requests), Given.Errors(stableBad, stable)),
            new JudgingContext(5, Given.Window, Slice.Canary) { ExpectsControl = true })),
        5);

    private static Shop Preflight() => new(25) { Mode = GateMode.Preflight, Weight = null, WindowFrom = 20 };

    private static ErrorEvidence Untold(ErrorEvidence errors) => errors with { Unavailable = Slow, Canary = [], Stable = [] };

    private static Func<Finding> Latency(double limit, double value, double stable, double slow, int minutes = 10, double stableSlow = 95) => () => Weighed.Judge(
        Weighed.Told(Weighed.Counts(Weighed.Same(minutes, slow, 150, stableSlow, 2850)), value, stable), Weighed.Context(minutes),
        new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(limit), Quantile = 0.95, Judge = SequentialJudge.Chosen });

    private static Func<Finding> Floored(double stable, double value) => () =>
    {
        List<Bucket> slice(double requests, double slow) => [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), requests, 0, BadAgainstStable: slow, BadOverFloor: slow))];
        return Weighed.Judge(
            new ObjectiveEvidence("latency-p95", new SliceEvidence.Measured(value, 1500, 0, slice(150, 60)), new SliceEvidence.Measured(stable, 28_500, 0, slice(2850, 142)), []) { StableQuantile = stable },
            Weighed.Context(10),
            new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Floor = 0.25, Quantile = 0.95, Judge = SequentialJudge.Chosen });
    };

    private static Func<Finding> Apdex(double value, double stable, double bad) => () =>
        Weighed.Judge(Weighed.Told(Weighed.Counts(Weighed.Same(10, bad, 150, 85, 2850)), value, stable), Weighed.Context(10), Given.Apdex() with { Judge = SequentialJudge.Chosen });

    private static Func<Finding> Conversion(double value, double failing) => () => Weighed.Judge(
        Weighed.Told(Weighed.Counts(Weighed.Same(14, failing * 44, 44, 0.048 * 216, 216)), value, 0.952), Weighed.Context(14),
        new KpiObjective { Name = "conversion", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.9), Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Ratio } });

    private static Finding NoOrders() => Weighed.Judge(
        new ObjectiveEvidence("orders", new SliceEvidence.NoData(), new SliceEvidence.NoData(), []), Weighed.Context(10) with { ExpectsControl = true },
        new KpiObjective { Name = "orders", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(5), Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "OrderPlaced", Form = KpiForm.Rate } });

    private static Func<Finding> Restarts(double restarts) => () => Weighed.Judge(
        new ObjectiveEvidence("pod-restarts", new SliceEvidence.Measured(restarts, 2, null, [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 2, null, restarts))]), new SliceEvidence.NoData(), []),
        Weighed.Context(10),
        new PodHealthObjective { Name = "pod-restarts", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0), Signal = PodSignal.Restarts, MinimumSample = 1, Judge = SequentialJudge.Chosen });

    private static Func<Finding> Mean(double value, double? stable) => () => Weighed.Judge(
        new ObjectiveEvidence("basket", Means(value, 200), stable is { } known ? Means(known, 3800) : new SliceEvidence.NoData(), []), Weighed.Context(20, weight: stable is null ? 100 : 5),
        new KpiObjective { Name = "basket", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(55), Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "Checkout", Form = KpiForm.Mean } });

    private static SliceEvidence Means(double mean, double events) =>
        new SliceEvidence.Measured(mean, 20 * events, null, [.. Enumerable.Range(0, 20).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), events, null, mean, 10))]);
}
