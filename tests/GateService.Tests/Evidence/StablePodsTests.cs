using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>What is learnt of stable besides its counts in the window: pods, past, and its own latency.</summary>
public sealed class StablePodsTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Each_pod_has_its_cells_from_an_hour_before_the_rollout_on()
    {
        var plan = Plans.Of(Plans.Shipped("http-default"));
        await _simulator.SeedAsync([.. Pod("aaaaa", plan.History!.Begin, 3), .. Pod("bbbbb", plan.Span.Begin.AddMinutes(5), 2, status: 500)]);

        var pods = (await Gather(plan)).Objectives.Single(objective => objective.Objective == "error-rate").StablePods;

        pods.Select(pod => pod.Pod).ShouldBe(["checkout-7d9f8c6b54-aaaaa", "checkout-7d9f8c6b54-bbbbb"]);
        pods.ShouldAllBe(pod => pod.Cells.Count == plan.History.Buckets + plan.Span.Buckets);
        pods[0].Cells[0].Exposure.ShouldBe(3);
        pods[1].Cells.Single(cell => cell.Exposure > 0).ShouldSatisfyAllConditions(cell => cell.Begin.ShouldBe(plan.Span.Begin.AddMinutes(5)), cell => cell.Bad.ShouldBe(2));
    }

    [Fact]
    public async Task Very_many_pods_are_the_busiest_fifty_and_all_others_as_one_group()
    {
        var plan = Plans.Of(Plans.Shipped("http-default"));
        await _simulator.SeedAsync([.. Enumerable.Range(0, 80).SelectMany(pod => Pod($"pod{pod:00}", plan.History!.Begin.AddMinutes(pod % 60), pod < 50 ? 4 : 1))]);

        var pods = (await Gather(plan)).Objectives.Single(objective => objective.Objective == "error-rate").StablePods;

        pods.Count.ShouldBe(51);
        pods[^1].Pod.ShouldBe("others");
        pods[^1].Cells.Sum(cell => cell.Exposure).ShouldBe(30);
        pods.SkipLast(1).ShouldAllBe(pod => pod.Cells.Sum(cell => cell.Exposure).Equals(4.0));
    }

    [Fact]
    public async Task Stables_own_quantile_is_asked_for_once_and_then_remembered()
    {
        var plan = Plans.Of(Plans.Shipped("http-default"));
        await _simulator.SeedAsync([.. Pod("aaaaa", plan.History!.Begin, 200, duration: 0.3), .. Pod("aaaaa", Plans.Begin, 200, duration: 0.9)]);
        using var source = Source();

        var (first, second) = (await source.GatherAsync(plan, TimeSpan.FromSeconds(6), default), await source.GatherAsync(plan, TimeSpan.FromSeconds(6), default));

        (first.Posts, second.Posts).ShouldBe((4, 2), "and once where the canary's requests are, which are nowhere, and once what explains them");
        first.Objectives.Concat(second.Objectives).Where(objective => objective.Objective == "latency-p95").ShouldAllBe(latency => latency.StableQuantile == 0.3);
    }

    /// <summary>A quarter of the hour in two pods, and all of it in the third.</summary>
    [Fact]
    public async Task Stables_own_quantile_is_what_it_usually_is_in_one_query()
    {
        var plan = Plans.Of(Plans.Shipped("http-default"));
        await _simulator.SeedAsync([.. Enumerable.Range(0, 12).SelectMany(cell => new[] { "aaaaa", "bbbbb", "ccccc" }.SelectMany(pod => Pod(pod, plan.History!.Begin.AddMinutes(5 * cell), 50, duration: pod == "ccccc" || cell is 3 or 4 or 5 ? 0.9 : 0.2)))]);

        var evidence = await Gather(plan);

        evidence.Objectives.Single(objective => objective.Objective == "latency-p95").StableQuantile.ShouldBe(0.2);
        evidence.Queries.Single(query => query.Name.StartsWith("stable-quantiles", StringComparison.Ordinal)).Nrql.ShouldContain(" LIMIT 50 TIMESERIES 300 seconds SINCE ");
    }

    [Fact]
    public async Task Where_the_policy_wants_no_history_the_begin_of_the_rollout_takes_its_place()
    {
        var policy = Plans.Shipped("http-default");
        var plan = Plans.Of(policy) with { History = null };
        await _simulator.SeedAsync([.. Pod("aaaaa", plan.Span.Begin.AddMinutes(3), 200, duration: 0.2), .. Pod("aaaaa", Plans.Begin, 200, duration: 0.9)]);

        var latency = (await Gather(plan)).Objectives.Single(objective => objective.Objective == "latency-p95");

        latency.StableQuantile.ShouldBe(0.2);
        latency.StablePods.ShouldBeEmpty();
        latency.Control.Buckets.Sum(bucket => bucket.BadAgainstStable).ShouldBe(200, "slower than stable's own quantile");
    }

    [Fact]
    public async Task A_rate_counts_events_out_of_requests_and_a_silent_canary_with_requests_is_zero()
    {
        var policy = Plans.Written("objectives: {orders: {kind: kpi, eventType: CheckoutCompleted, form: rate, atLeast: 1}}");
        await _simulator.SeedAsync(
        [
            .. Pod("aaaaa", Plans.Begin.AddMinutes(2), 100), .. Pod("aaaaa", Plans.Begin.AddMinutes(2), 5, type: "CheckoutCompleted"),
            .. Pod("ccccc", Plans.Begin.AddMinutes(2), 50, hash: "5c6d7e8f"),
        ]);

        var orders = (await Gather(Plans.Of(policy))).Objectives.Single();

        orders.Judged.ShouldBeOfType<SliceEvidence.Measured>().ShouldSatisfyAllConditions(canary => canary.Value.ShouldBe(0), canary => canary.Sample.ShouldBe(50));
        var stable = orders.Control.ShouldBeOfType<SliceEvidence.Measured>();
        stable.Value.ShouldBe(0.5);
        stable.Buckets.Single(bucket => bucket.Mean is not null).ShouldBe(new Bucket(Plans.Begin.AddMinutes(2), 100, 5, 5));
    }

    [Fact]
    public async Task A_mean_learns_from_stables_pods_too()
    {
        var policy = Plans.Written("objectives: {basket: {kind: kpi, eventType: CheckoutCompleted, form: mean, attribute: total, atLeast: 1}}");
        await _simulator.SeedAsync([.. Pod("aaaaa", Plans.Begin.AddHours(-1), 4, type: "CheckoutCompleted"), .. Pod("ccccc", Plans.Begin, 2, hash: "5c6d7e8f", type: "CheckoutCompleted")]);

        var basket = (await Gather(Plans.Of(policy))).Objectives.Single();

        basket.StablePods.Single().Cells.Single(cell => cell.Exposure > 0).ShouldSatisfyAllConditions(cell => cell.Mean.ShouldBe(12), cell => cell.Bad.ShouldBeNull());
    }

    [Fact]
    public async Task A_rollout_of_a_day_is_asked_for_in_parts_that_New_Relic_takes_in_the_same_POST()
    {
        var window = new EvaluationWindow(Plans.Begin.AddMinutes(-1000), Plans.Begin, TimeSpan.FromMinutes(1));
        var plan = EvidencePlanner.Plan(Plans.Request, Plans.Shipped("http-threshold"), new WindowPlan.Planned(window, null));
        await _simulator.SeedAsync([.. Enumerable.Range(0, 1000).SelectMany(minute => Pod("ccccc", window.Begin.AddMinutes(minute), 1, hash: "5c6d7e8f"))]);

        var evidence = await Gather(plan);

        evidence.Posts.ShouldBe(1);
        evidence.Queries.Select(query => query.Name).ShouldBe(["requests", "requests-2", "requests-3", "quantiles", "timeslices", "timeslices-2", "timeslices-3"]);
        evidence.Objectives.ShouldAllBe(objective => objective.Judged.Buckets.Count == 1000 && objective.Judged.Buckets.All(bucket => bucket.Exposure.Equals(1.0)));
    }

    private static IEnumerable<Dictionary<string, object>> Pod(
        string suffix, DateTimeOffset at, int events, double duration = 0.1, int status = 200, string hash = "7d9f8c6b54", string type = "Transaction") =>
        Enumerable.Range(0, events).Select(_ => new Dictionary<string, object>
        {
            ["eventType"] = type,
            ["timestamp"] = at.AddSeconds(1).ToUnixTimeMilliseconds(),
            ["appName"] = "checkout",
            ["k8s.podName"] = $"checkout-{hash}-{suffix}",
            ["duration"] = duration,
            ["http.statusCode"] = status,
            ["total"] = 12,
        });

    private NewRelicEvidenceSource Source() =>
        new(new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = "NRAK-TEST" }), TimeProvider.System);

    private async Task<GateEvidence> Gather(EvidencePlan plan)
    {
        using var source = Source();
        return await source.GatherAsync(plan, TimeSpan.FromSeconds(6), default);
    }
}
