using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>What the business counts, where its events are not shaped like requests.</summary>
public sealed class KpiCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>An event without a pod is neither slice's.</summary>
    [Fact]
    public async Task A_KPI_whose_events_carry_no_pod_says_so()
    {
        var orders = new Traffic { EventType = "BasketClosed", PerMinute = 200, From = -FieldRollout.Past, Takes = null, Says = FieldRollout.Saying(("appName", "basket"), ("outcome", "paid")) };

        var answer = await gate.JudgeAsync(Healthy("basket", 390).With(orders), "field-orders");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain("pod");
        answer.Reason().ShouldNotContain("no traffic");
    }

    /// <summary>The same events with their pods are judged, in both directions.</summary>
    [Theory]
    [InlineData(0.03, "pass")]
    [InlineData(0.4, "fail")]
    public async Task A_KPI_whose_events_carry_their_pod_is_judged(double lost, string verdict)
    {
        var orders = new Traffic { EventType = "BasketClosed", PerMinute = 300, Takes = null, Says = FieldRollout.Saying(("appName", "basket"), ("outcome", "paid")), But = [(0.03, FieldRollout.Saying(("outcome", "lost")))] };
        var rollout = Healthy("basket", 390).Stable(orders).Canary(orders with { PerMinute = 100, But = [(lost, FieldRollout.Saying(("outcome", "lost")))] });

        var answer = await gate.JudgeAsync(rollout, "field-orders");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>
    /// Of both slices most events are beyond a limit that nobody keeps: what is beyond it says nothing any more. What is beyond stable's own quantile of the hour before does.
    /// </summary>
    [Theory]
    [InlineData("field-waits", "waited", 6, "pass")]
    [InlineData("field-waits", "waited", 9, "fail")]
    [InlineData("field-items", "items", 6, "pass")]
    [InlineData("field-items", "items", 4, "fail")]
    public async Task A_percentile_is_compared_with_stable_s_own(string policy, string attribute, double median, string verdict)
    {
        var closed = new Traffic { EventType = "BasketClosed", PerMinute = 900, DurationAttribute = attribute, Takes = 6, Says = FieldRollout.Saying(("appName", "basket")) };
        var rollout = Healthy("basket", 390).Stable(closed).Canary(closed with { PerMinute = 300, Takes = median });

        var answer = await gate.JudgeAsync(rollout, policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        if (verdict == "fail")
        {
            answer.Reason().ShouldContain(attribute == "waited" ? "waited 15 over limit 4, 1.5x stable's 10 (" : "items 2.4 under limit 8, 0.65x stable's 3.6 (");
        }
    }

    /// <summary>An order comes five minutes after its visit: until then a canary without one has lost nothing, and from then on it has.</summary>
    [Theory]
    [InlineData(10, 5.0, 40, "pass", "")]
    [InlineData(10, 5.0, 8, "fail", "orders 0.06")]
    [InlineData(10, 12.0, 40, "fail", "orders 0/request")]
    [InlineData(4, 5.0, 40, "inconclusive", "orders not decided yet: OrderPlaced events come 5m after their requests, and the rollout is 4m old")]
    public async Task An_event_that_comes_minutes_after_its_request_is_laid_beside_it(int at, double from, int perMinute, string verdict, string said)
    {
        var orders = new Traffic { EventType = "OrderPlaced", PerMinute = 120, Takes = null, Says = FieldRollout.Saying(("appName", "basket")) };
        var rollout = Healthy("basket", 390).Stable(orders).Canary(orders with { PerMinute = perMinute, From = from });

        var answer = await gate.JudgeAsync(rollout, "field-late-orders", ("at", $"{FieldRollout.Begin.AddMinutes(at):O}"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>The ingress answers half of the canary's requests by itself: the application never sees them, its own numbers are clean.</summary>
    [Theory]
    [InlineData(0.002, "pass", "proxy_upstream_name", "retail-basket-8080", "retail-basket-canary-8080", "status")]
    [InlineData(0.5, "fail", "proxy_upstream_name", "retail-basket-stable-8080", "retail-basket-canary-8080", "status")]
    [InlineData(0.002, "pass", "message", "GET / 200 [retail-basket-80] [] 10.0.0.7:80", "GET / 200 [retail-basket-80] [retail-basket-canary-80] 10.0.0.9:80", "response")]
    [InlineData(0.5, "fail", "message", "GET / 200 [retail-basket-80] [] 10.0.0.7:80", "GET / 200 [retail-basket-80] [retail-basket-canary-80] 10.0.0.9:80", "response")]
    public async Task What_the_ingress_answers_is_a_KPI_with_slices_of_its_own(double refused, string verdict, string attribute, string stable, string canary, string status)
    {
        var log = new Traffic
        {
            EventType = "Log",
            PodAttribute = attribute,
            PerMinute = 390,
            DurationAttribute = "request_time",
            Says = FieldRollout.Saying((status, "200"), ("namespace", "retail")),
            But = [(0.002, FieldRollout.Saying((status, "502")))],
        };
        var rollout = Healthy("basket", 390).Stable(log with { Pods = [stable] }).Canary(log with { Pods = [canary], PerMinute = 130, But = [(refused, FieldRollout.Saying((status, "502")))] });

        var answer = await gate.JudgeAsync(rollout, "http-ingress");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Whoever asks for the ingress and has no log of it is not told that it answered well.</summary>
    [Fact]
    public async Task An_ingress_without_a_log_is_not_proven()
    {
        var answer = await gate.JudgeAsync(Healthy("basket", 390), "http-ingress");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.GetProperty("objectives").EnumerateArray().Where(objective => objective.GetProperty("outcome").GetString() != "met").Select(objective => objective.GetProperty("objective").GetString()).ShouldBe(["ingress-5xx"]);
    }

    /// <summary>Transactions are capped per process and sales are not: a rate per request of both slices is not of the same requests.</summary>
    [Fact]
    public async Task Capped_requests_fail_no_KPI()
    {
        var requests = Requests("basket", 2400) with { IsCapped = true, Pods = [.. FieldRollout.StablePods("basket").Take(2)], From = -10 };
        var sales = new Traffic { EventType = "Sale", PerMinute = 400, Takes = null, Says = FieldRollout.Saying(("appName", "basket"), ("k8s.namespaceName", "retail"), ("amount", 12)) };
        var rollout = new FieldRollout("basket").With(requests).Canary(Requests("basket", 1200) with { IsCapped = true }).Stable(sales).Canary(sales with { PerMinute = 100 });

        var answer = await gate.JudgeAsync(rollout, "field-sales");

        answer.Verdict().ShouldBeOneOf(["pass", "inconclusive"], answer.Reason());
    }

    /// <summary>The same policy sees a canary that sells a quarter of what it should, where nothing is capped.</summary>
    [Theory]
    [InlineData(130, "pass")]
    [InlineData(30, "fail")]
    public async Task A_canary_that_sells_less_is_seen(int sales, string verdict)
    {
        var sale = new Traffic { EventType = "Sale", PerMinute = 1200, Takes = null, Says = FieldRollout.Saying(("appName", "basket"), ("k8s.namespaceName", "retail"), ("amount", 12)) };
        var rollout = Healthy("basket", 1200).Stable(sale).Canary(sale with { PerMinute = 400 * sales / 130 });

        var answer = await gate.JudgeAsync(rollout, "field-sales");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>No event of a name that nobody sends is no zero that could be met, whatever form asks for it; the service itself is as busy as ever.</summary>
    [Theory]
    [InlineData("field-no-orders", "no data of orders: New Relic holds no OrderPlacd event of either slice since the rollout began")]
    [InlineData("field-no-orders-limit", "no data of orders: New Relic holds no OrderPlacd event that meets its condition of either slice since the rollout began")]
    [InlineData("field-no-revenue", "no data of revenue: New Relic holds no OrderPlacd event with amount of either slice since the rollout began")]
    [InlineData("field-no-conversion", "no data of conversion: New Relic holds no OrderPlacd event of either slice since the rollout began")]
    public async Task A_KPI_without_one_event_is_never_met(string policy, string said)
    {
        foreach (var minutes in new[] { 5, FieldRollout.Judged })
        {
            var answer = await gate.JudgeAsync(Healthy("basket", 390), policy, ("at", $"{FieldRollout.Begin.AddMinutes(minutes):O}"));

            answer.Verdict().ShouldBe("inconclusive", answer.Reason());
            answer.Reason().ShouldStartWith(said);
        }
    }

    /// <summary>What should stay rare is none of both slices where all is well.</summary>
    [Fact]
    public async Task A_KPI_that_must_not_rise_may_have_no_event() => (await gate.JudgeAsync(Healthy("basket", 390), "field-no-refunds")).Verdict().ShouldBe("pass");

    /// <summary>Orders end at a minute of the rollout, of stable, of the canary or of both. A canary without any beside a stable that has some is harm; where both had some before, they are judged as ever.</summary>
    [Theory]
    [InlineData(12, 12, "pass")]
    [InlineData(12, 0, "fail")]
    [InlineData(2, 2, "pass")]
    public async Task A_KPI_that_had_events_is_judged_by_them(double stable, double canary, string verdict)
    {
        var order = new Traffic { EventType = "OrderPlacd", PerMinute = 300, Takes = null, To = stable, Says = FieldRollout.Saying(("appName", "basket"), ("k8s.namespaceName", "retail")) };
        var rollout = Healthy("basket", 390).Stable(order).Canary(order with { PerMinute = 100, To = canary });

        var answer = await gate.JudgeAsync(rollout, "field-no-orders");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Before the first step, too.</summary>
    [Fact]
    public async Task A_preflight_says_that_there_is_no_event()
    {
        var answer = await gate.JudgeAsync(Healthy("basket", 390), "field-no-orders", ("mode", "preflight"), ("canaryHash", null), ("stepWeight", null), ("stepStartedAt", null), ("rolloutStartedAt", null));

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldStartWith("no data of orders: New Relic holds no OrderPlacd event of the stable in the last ");
    }

    private static FieldRollout Healthy(string service, int perMinute) => new FieldRollout(service).Both(Requests(service, perMinute));

    private static Traffic Requests(string service, int perMinute) => new()
    {
        PerMinute = perMinute,
        Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false)),
    };
}
