using GateService.Core.Evidence;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>Whose events a KPI counts, in which slice and which account, through the real client from the real simulator.</summary>
public sealed class KpiEvidenceTests : IAsyncLifetime
{
    private const string Orders = "objectives: {paid: {kind: kpi, eventType: Order, form: ratio, numerator: \"state = 'paid'\", atLeast: 90%}}";

    private const string Ingress =
        """
        objectives:
          ingress:
            kind: kpi
            eventType: Log
            form: ratio
            numerator: "numeric(status) >= 500"
            atMost: 1%
            slices: {by: attribute, attributes: [proxy_upstream_name], canaryValue: "{namespace}-{rollout}-canary-80", stableValue: "{namespace}-{rollout}-stable-80"}
        """;

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Events_without_a_pod_are_not_known_and_the_reason_says_how_to_send_it()
    {
        await _simulator.SeedAsync(Enumerable.Range(0, 300).Select(_ => Event("Order", ("appName", "checkout"), ("state", "paid"))));

        var cause = Judged(await Gather(Orders)).ShouldBeOfType<SliceEvidence.Unavailable>().Cause;

        cause.ShouldContain("300 Order events of checkout carry no pod name (k8s.podName, podName, host)");
        cause.ShouldContain("send it with the event as k8s.podName, from metadata.name of the pod");
    }

    [Fact]
    public async Task Events_that_carry_their_pod_are_counted()
    {
        await _simulator.SeedAsync(
            [.. Enumerable.Range(0, 90).Select(_ => Event("Order", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("state", "paid"))), .. Enumerable.Range(0, 10).Select(_ => Event("Order", ("podName", "checkout-5c6d7e8f-aaaaa"), ("state", "lost")))]);

        Judged(await Gather(Orders)).ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0.9, 1e-12, "an event of our pod is ours though it does not name its service");
    }

    [Theory]
    [InlineData("canary", false)]
    [InlineData("{rollout}-canary", true)]
    public async Task Another_teams_events_that_do_not_name_their_service_are_ours_only_by_a_name_of_ours(string value, bool counted)
    {
        await _simulator.SeedAsync(Enumerable.Range(0, 100).Select(_ => Event("Order", ("track", value.Replace("{rollout}", "checkout", StringComparison.Ordinal)), ("state", "lost"))));

        var evidence = Judged(await Gather($"objectives: {{paid: {{kind: kpi, eventType: Order, form: ratio, numerator: \"state = 'paid'\", atLeast: 90%, slices: {{by: attribute, attributes: [track], canaryValue: \"{value}\", stableValue: stable}}}}}}"
            .Replace("stableValue: stable", counted ? "stableValue: \"{rollout}-stable\"" : "stableValue: stable", StringComparison.Ordinal)));

        (evidence is SliceEvidence.Measured).ShouldBe(counted);
    }

    [Fact]
    public async Task A_kpi_with_slices_of_its_own_sees_what_the_ingress_sees()
    {
        await _simulator.SeedAsync(
        [
            .. Enumerable.Range(0, 200).Select(i => Event("Log", ("proxy_upstream_name", "shop-checkout-canary-80"), ("status", i % 2 == 0 ? "502" : "200"))),
            .. Enumerable.Range(0, 600).Select(_ => Event("Log", ("proxy_upstream_name", "shop-checkout-stable-80"), ("status", "200"))),
            .. Enumerable.Range(0, 50).Select(_ => Event("Log", ("proxy_upstream_name", "shop-cart-canary-80"), ("status", "502"))),
        ]);

        var evidence = (await Gather(Ingress)).Objectives.ShouldHaveSingleItem();

        evidence.Judged.ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0.5);
        evidence.Control.ShouldBeOfType<SliceEvidence.Measured>().Sample.ShouldBe(600);
    }

    [Fact]
    public async Task A_kpi_of_another_account_is_asked_in_the_same_post()
    {
        using var seeded = await _simulator.Client.PostAsync("/simulator/events?accountId=2", new StringContent(
            string.Join('\n', Enumerable.Range(0, 100).Select(_ => System.Text.Json.JsonSerializer.Serialize(Event("Order", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("state", "paid"))))), System.Text.Encoding.UTF8, "application/x-ndjson"));
        await _simulator.SeedAsync([Event("Transaction", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("duration", 0.1), ("http.statusCode", 200))]);
        const string Elsewhere = "judge: threshold\nobjectives:\n  errors: {kind: errorRate, atMost: 1%}\n  paid: {kind: kpi, eventType: Order, form: ratio, numerator: \"state = 'paid'\", atLeast: 90%, account: business}";

        var evidence = await Gather(Elsewhere);

        evidence.Posts.ShouldBe(1);
        evidence.Objectives.Single(objective => objective.Objective == "paid").Judged.ShouldBeOfType<SliceEvidence.Measured>().Sample.ShouldBe(100);
        (await Gather(Elsewhere.Replace(", account: business", "", StringComparison.Ordinal))).Objectives.Single(objective => objective.Objective == "paid").Judged.ShouldBeOfType<SliceEvidence.NoData>();
    }

    [Fact]
    public async Task A_sum_per_request_and_a_rate_per_request_do_not_hang_on_the_weight()
    {
        await _simulator.SeedAsync(
        [
            .. Enumerable.Range(0, 100).Select(_ => Event("Transaction", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("duration", 0.1))),
            .. Enumerable.Range(0, 900).Select(_ => Event("Transaction", ("appName", "checkout"), ("podName", "checkout-7d9f8c6b54-aaaaa"), ("duration", 0.1))),
            .. Enumerable.Range(0, 10).Select(i => Event("Order", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("amount", 10.0 + i))),
            .. Enumerable.Range(0, 90).Select(i => Event("Order", ("appName", "checkout"), ("podName", "checkout-7d9f8c6b54-aaaaa"), ("amount", 10.0 + (i % 10)))),
        ]);

        var evidence = await Gather(
            "objectives:\n  sum: {kind: kpi, eventType: Order, form: sum, attribute: amount, per: request, atLeast: 1}\n  rate: {kind: kpi, eventType: Order, form: rate, per: request, atLeast: 0.01}\n  middle: {kind: kpi, eventType: Order, form: percentile, quantile: 0.5, attribute: amount, atLeast: 12}");

        foreach (var (objective, value) in new[] { ("sum", 1.45), ("rate", 0.1) })
        {
            var found = evidence.Objectives.Single(known => known.Objective == objective);
            found.Judged.ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(value, 1e-9);
            found.Control.ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(value, 1e-9);
        }

        evidence.Objectives.Single(known => known.Objective == "middle").Judged.ShouldBeOfType<SliceEvidence.Measured>().Bad.ShouldBe(2, "10 and 11 are under 12");
    }

    /// <summary>Requests without one event beside them: no data of what must not become fewer, and a zero of what must not become more. Nothing of stable asked, the canary's zero counts.</summary>
    [Theory]
    [InlineData("form: rate, per: request, atLeast: stable", Strategy.Canary, false)]
    [InlineData("form: rate, atLeast: 5", Strategy.Canary, false)]
    [InlineData("form: sum, attribute: amount, atLeast: 5", Strategy.Canary, false)]
    [InlineData("form: rate, atMost: 5", Strategy.Canary, true)]
    [InlineData("form: sum, attribute: amount, per: request, atMost: stable", Strategy.Canary, true)]
    [InlineData("form: rate, atLeast: 5", Strategy.BlueGreen, true)]
    public async Task A_rate_of_what_must_not_fall_has_no_zero_without_an_event(string form, Strategy strategy, bool isZero)
    {
        await _simulator.SeedAsync(new[] { "5c6d7e8f", "7d9f8c6b54" }.Select(hash => Event("Transaction", ("appName", "checkout"), ("podName", $"checkout-{hash}-aaaaa"), ("duration", 0.1))));

        var evidence = (await Gather($"objectives: {{orders: {{kind: kpi, eventType: OrderPlacd, {form}}}}}", Plans.Request with { Strategy = strategy })).Objectives.ShouldHaveSingleItem();

        (evidence.Judged is SliceEvidence.Measured { Value: 0 }).ShouldBe(isZero);
        (evidence.Judged is SliceEvidence.NoData).ShouldBe(!isZero);
        (evidence.Control is SliceEvidence.NoData).ShouldBe(!isZero || strategy == Strategy.BlueGreen);
    }

    /// <summary>One event of either slice, minutes ago or now, makes zeros of the rest.</summary>
    [Theory]
    [InlineData("5c6d7e8f", -20)]
    [InlineData("7d9f8c6b54", -20)]
    [InlineData("7d9f8c6b54", 0)]
    public async Task One_event_of_either_slice_in_the_rollout_is_enough(string hash, int minutes)
    {
        var order = Event("Order", ("appName", "checkout"), ("podName", $"checkout-{hash}-aaaaa"));
        order["timestamp"] = Plans.Begin.AddMinutes(minutes + 3).ToUnixTimeMilliseconds();
        await _simulator.SeedAsync([order, .. new[] { "5c6d7e8f", "7d9f8c6b54" }.Select(pod => Event("Transaction", ("appName", "checkout"), ("podName", $"checkout-{pod}-aaaaa"), ("duration", 0.1)))]);

        Judged(await Gather("objectives: {orders: {kind: kpi, eventType: Order, form: rate, per: request, atLeast: stable}}")).ShouldBeOfType<SliceEvidence.Measured>().Value.ShouldBe(0);
    }

    /// <summary>Events that carry no pod are neither slice's, of a rate as of a ratio.</summary>
    [Fact]
    public async Task A_rate_whose_events_carry_no_pod_says_so()
    {
        await _simulator.SeedAsync([Event("Order", ("appName", "checkout")), Event("Transaction", ("appName", "checkout"), ("podName", "checkout-5c6d7e8f-aaaaa"), ("duration", 0.1))]);

        Judged(await Gather("objectives: {orders: {kind: kpi, eventType: Order, form: rate, atLeast: 5}}")).ShouldBeOfType<SliceEvidence.Unavailable>().Cause.ShouldContain("1 Order events of checkout carry no pod name");
    }

    private static SliceEvidence Judged(GateEvidence evidence) => evidence.Objectives.ShouldHaveSingleItem().Judged;

    private static Dictionary<string, object> Event(string type, params (string Name, object Value)[] attributes)
    {
        var found = new Dictionary<string, object> { ["eventType"] = type, ["timestamp"] = Plans.Begin.AddMinutes(3).ToUnixTimeMilliseconds() };
        foreach (var (name, value) in attributes)
        {
            found[name] = value;
        }

        return found;
    }

    private async Task<GateEvidence> Gather(string policy, GateRequest? request = null)
    {
        var options = new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = "NRAK-TEST", Accounts = { ["business"] = new NerdGraphAccountOptions { AccountId = 2 } } };
        using var source = new NewRelicEvidenceSource(new NerdGraphClient(() => new HttpClient(), options), TimeProvider.System);
        return await source.GatherAsync(Plans.Of(Plans.Written(policy), request), TimeSpan.FromSeconds(60), default);
    }
}
