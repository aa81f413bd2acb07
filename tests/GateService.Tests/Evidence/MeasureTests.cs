using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>Requests counted in distributions, in counters with buckets and in access logs, through the real client from the real simulator, against counts made by hand.</summary>
public sealed class MeasureTests : IAsyncLifetime
{
    private const string Canary = "checkout-5c6d7e8f-aaaaa";
    private const string Stable = "checkout-7d9f8c6b54-ccccc";

    /// <summary>Limits of the policies are among them, so that counts at them are exact.</summary>
    private static readonly double[] Bounds = [0.25, 0.5, 1, 1.2, 1.5, 2, 4];

    private static readonly double[] Le = [100, 250, 500, 1_000, 2_500, 5_000, 10_000];

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_distribution_counts_each_request_once_under_whichever_names_it_is_sent(bool isNew, bool isOld)
    {
        var requests = Requests(new Random(3), [200, 200, 200, 404, 500, 503]);
        await _simulator.SeedAsync([.. isNew ? Http(requests, 1, "http.server.request.duration", "http.response.status_code") : [], .. isOld ? Http(requests, 1000, "http.server.duration", "http.status_code") : []]);

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-otel-metrics")));

        foreach (var (slice, pod) in Slices(evidence))
        {
            var (own, durations) = Own(requests, pod);
            slice["error-rate"].Sample.ShouldBe(own.Count);
            slice["error-rate"].Bad.ShouldBe(own.Count(request => request.Status >= 500));
            slice["success-rate"].Bad.ShouldBe(own.Count(request => request.Status >= 500));
            slice["latency-p95"].Bad!.Value.ShouldBe(durations.Count(duration => duration > 1.5), 1e-6);
            slice["apdex"].Value.ShouldBe((durations.Count(duration => duration <= 0.5) + (durations.Count(duration => duration is > 0.5 and <= 2) / 2.0)) / own.Count, 1e-6);
            slice["latency-p95"].Value.ShouldBeInRange(2, 4, "between the bounds that the quantile lies in");
        }
    }

    [Fact]
    public async Task What_the_canary_calls_by_a_new_name_and_stable_by_the_old_one_is_compared_in_seconds()
    {
        var requests = Requests(new Random(5), [200]);
        await _simulator.SeedAsync(
        [
            .. Http([.. requests.Where(request => request.Pod == Canary)], 1, "http.server.request.duration", "http.response.status_code"),
            .. Http([.. requests.Where(request => request.Pod == Stable)], 1000, "http.server.duration", "http.status_code"),
        ]);

        foreach (var (slice, pod) in Slices(await Gather(Plans.Of(Plans.Shipped("http-otel-metrics")))))
        {
            slice["latency-p95"].Bad!.Value.ShouldBe(Own(requests, pod).Durations.Count(duration => duration > 1.5), 1e-6);
        }
    }

    [Fact]
    public async Task Protocols_add_up_and_codes_of_grpc_are_the_server_s_alone()
    {
        var (web, calls) = (Requests(new Random(7), [200, 200, 500]), Requests(new Random(9), [0, 0, 5, 13]));
        await _simulator.SeedAsync([.. Http(web, 1, "http.server.request.duration", "http.response.status_code"), .. Http(calls, 1000, "rpc.server.duration", "rpc.grpc.status_code"), .. Probes()]);

        foreach (var (slice, pod) in Slices(await Gather(Plans.Of(Plans.Shipped("http-otel-metrics")))))
        {
            var (http, rpc) = (Own(web, pod), Own(calls, pod));
            slice["error-rate"].Sample.ShouldBe(http.Own.Count + rpc.Own.Count);
            slice["error-rate"].Bad.ShouldBe(http.Own.Count(request => request.Status == 500) + rpc.Own.Count(request => request.Status == 13));
            slice["latency-p95"].Bad!.Value.ShouldBe(http.Durations.Concat(rpc.Durations).Count(duration => duration > 1.5), 1e-6);
        }
    }

    [Fact]
    public async Task Counters_are_exact_at_a_bound_and_on_a_straight_line_between_two()
    {
        var requests = Requests(new Random(11), [200, 200, 404, 500, 0]);
        await _simulator.SeedAsync(Istio(requests, Le));

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-istio"), Plans.Request with { StepWeight = 50 }));

        foreach (var (slice, pod) in Slices(evidence))
        {
            var (own, durations) = Own(requests, pod);
            double Within(double bound) => durations.Count(duration => duration <= bound);
            var satisfied = Within(0.5);
            var tolerable = Within(1) + ((Within(2.5) - Within(1)) * (2 - 1) / (2.5 - 1));
            slice["error-rate"].Sample.ShouldBe(own.Count);
            slice["error-rate"].Bad.ShouldBe(own.Count(request => request.Status == 500), "a caller that hung up is no failure");
            slice["refusal-rate"].Bad.ShouldBe(own.Count(request => request.Status is 404 or 0), "and stays to be seen");
            slice["latency-p95"].Bad.ShouldBe(own.Count - Within(1), "the limit at 50 % is a bound");
            slice["apdex"].Value.ShouldBe((satisfied + ((tolerable - satisfied) / 2)) / own.Count, 1e-6);
        }
    }

    [Fact]
    public async Task A_bound_that_nobody_sends_leaves_undecided_what_needs_it_and_is_not_read_as_none()
    {
        await _simulator.SeedAsync(Istio(Requests(new Random(13), [200]), [.. Le.Where(bound => bound is not 500)]));

        var evidence = await Gather(Plans.Of(Plans.Shipped("http-istio")));

        evidence.Objectives.Single(objective => objective.Objective == "apdex").Judged.ShouldBeOfType<SliceEvidence.Unavailable>();
        evidence.Objectives.Single(objective => objective.Objective == "error-rate").Judged.ShouldBeOfType<SliceEvidence.Measured>();
    }

    [Fact]
    public async Task A_gateway_s_log_counts_what_no_pod_ever_saw_and_neither_callers_that_hung_up_nor_other_services()
    {
        var requests = Requests(new Random(17), [200, 200, 200, 404, 503, 0]);
        await _simulator.SeedAsync(
        [
            .. requests.Select((request, index) => Logged(request, request.Status == 200 && index % 3 == 0 ? "UF,URX" : request.Status == 0 ? "DC" : "-")),
            .. requests.Select(request => Logged(request with { Status = 500 }, "-", "checkout-v2")),
        ]);

        foreach (var (slice, pod) in Slices(await Gather(Plans.Of(Plans.Shipped("http-gateway")))))
        {
            var (own, durations) = Own(requests, pod);
            slice["error-rate"].Sample.ShouldBe(own.Count);
            slice["error-rate"].Bad.ShouldBe(requests.Index().Count(request => request.Item.Pod == pod && IsIn(request.Item) && (request.Item.Status == 503 || (request.Item.Status == 200 && request.Index % 3 == 0))));
            slice["refusal-rate"].Bad.ShouldBe(own.Count(request => request.Status is 404 or 0));
            slice["latency-p95"].Bad.ShouldBe(durations.Count(duration => duration > 1.5));
            slice["latency-p95"].Value.ShouldBe(durations.Order().ElementAt((int)Math.Ceiling(0.95 * own.Count) - 1), 1e-9);
        }
    }

    [Fact]
    public async Task A_policy_names_another_metric_and_what_its_errors_are()
    {
        var policy = Plans.Written(
            """
            telemetry: {kind: otel-metrics, durationAttribute: http.server.requests, durationUnit: milliseconds, error: "outcome = 'SERVER_ERROR'", statusAttributes: [status]}
            objectives: {error-rate: {kind: errorRate, atMost: 1%}, latency: {kind: latency, quantile: 0.95, atMost: 1500ms}}
            """);
        var requests = Requests(new Random(19), [200, 500]);
        await _simulator.SeedAsync([.. Http(requests, 1000, "http.server.requests", "status"), .. Http(requests, 1, "http.server.request.duration", "http.response.status_code")]);

        var measured = Slices(await Gather(Plans.Of(policy)))[0].Slice;

        measured["error-rate"].Sample.ShouldBe(Own(requests, Canary).Own.Count);
        measured["error-rate"].Bad.ShouldBe(Own(requests, Canary).Own.Count(request => request.Status == 500));
        measured["latency"].Bad!.Value.ShouldBe(Own(requests, Canary).Durations.Count(duration => duration > 1.5), 1e-6);
    }

    private static List<(IReadOnlyDictionary<string, SliceEvidence.Measured> Slice, string Pod)> Slices(GateEvidence evidence) =>
    [
        (evidence.Objectives.ToDictionary(found => found.Objective, found => found.Judged.ShouldBeOfType<SliceEvidence.Measured>(found.Objective)), Canary),
        (evidence.Objectives.ToDictionary(found => found.Objective, found => found.Control.ShouldBeOfType<SliceEvidence.Measured>(found.Objective)), Stable),
    ];

    /// <summary>Requests within the window, each at the begin of a minute, where metrics have them.</summary>
    private static bool IsIn(Request request) => request.Minute is >= 0 and < 10;

    private static (List<Request> Own, List<double> Durations) Own(IReadOnlyList<Request> requests, string pod)
    {
        var own = requests.Where(request => request.Pod == pod && IsIn(request)).ToList();
        return (own, [.. own.Select(request => request.Duration)]);
    }

    private static List<Request> Requests(Random random, int[] statuses) =>
    [
        .. Enumerable.Range(0, 3_000).Select(_ => new Request(
            random.Next(3) == 0 ? Canary : Stable, random.Next(-2, 11), statuses[random.Next(statuses.Length)], Math.Round(random.NextDouble() * 2.4, 3) + 0.0005)),
    ];

    /// <summary>Histograms as OpenTelemetry exports them.</summary>
    private static IEnumerable<Dictionary<string, object>> Http(IReadOnlyList<Request> requests, double scale, string metric, string statusAttribute) =>
        requests.GroupBy(request => (request.Pod, request.Minute, request.Status)).Select(group =>
        {
            var durations = group.Select(request => request.Duration).ToList();
            var found = Row(group.Key.Pod, group.Key.Minute, metric);
            found[statusAttribute] = group.Key.Status;
            found["outcome"] = group.Key.Status >= 500 ? "SERVER_ERROR" : "SUCCESS";
            found[metric] = new
            {
                explicitBounds = Bounds.Select(bound => bound * scale),
                bucketCounts = Bounds.Append(double.PositiveInfinity).Select((bound, i) => durations.Count(duration => duration <= bound && (i == 0 || duration > Bounds[i - 1]))),
                sum = durations.Sum() * scale,
                min = durations.Min() * scale,
                max = durations.Max() * scale,
            };
            return found;
        });

    /// <summary>What is no request of a user: gRPC's health service, calls to others, another namespace.</summary>
    private static IEnumerable<Dictionary<string, object>> Probes()
    {
        foreach (var (metric, attribute, value) in new[] { ("rpc.server.duration", "rpc.service", "grpc.health.v1.Health"), ("http.client.request.duration", "server.address", "payments"), ("http.server.request.duration", "http.route", "/healthz") })
        {
            var found = Row(Canary, 2, metric);
            found[attribute] = value;
            found[metric] = new { type = "distribution", count = 1000, sum = 10, min = 0.01, max = 0.01 };
            yield return found;
        }
    }

    private static Dictionary<string, object> Row(string pod, int minute, string metric) => new()
    {
        ["eventType"] = "Metric",
        ["timestamp"] = Plans.Begin.AddMinutes(minute).ToUnixTimeMilliseconds(),
        ["metricName"] = metric,
        ["service.name"] = "checkout",
        ["k8s.namespace.name"] = "shop",
        ["k8s.pod.name"] = pod,
    };

    private static IEnumerable<Dictionary<string, object>> Istio(IReadOnlyList<Request> requests, double[] bounds)
    {
        foreach (var group in requests.GroupBy(request => (request.Pod, request.Minute, request.Status)))
        {
            foreach (var reporter in new[] { "destination", "source" })
            {
                Dictionary<string, object> Counter(string metric, double value) => new()
                {
                    ["eventType"] = "Metric",
                    ["timestamp"] = Plans.Begin.AddMinutes(group.Key.Minute).ToUnixTimeMilliseconds(),
                    ["metricName"] = metric,
                    ["reporter"] = reporter,
                    ["destination_canonical_service"] = "checkout",
                    ["destination_service_namespace"] = "shop",
                    ["podName"] = group.Key.Pod,
                    ["response_code"] = group.Key.Status.ToString(CultureInfo.InvariantCulture),
                    ["response_flags"] = group.Key.Status == 0 ? "DC" : "-",
                    [metric] = value,
                };
                yield return Counter("istio_requests_total", group.Count());
                foreach (var bound in bounds.Append(double.PositiveInfinity))
                {
                    var bucket = Counter("istio_request_duration_milliseconds_bucket", group.Count(request => request.Duration * 1000 <= bound));
                    bucket["le"] = double.IsPositiveInfinity(bound) ? "+Inf" : bound.ToString(CultureInfo.InvariantCulture);
                    yield return bucket;
                }
            }
        }
    }

    private static Dictionary<string, object> Logged(Request request, string flags, string service = "checkout") => new()
    {
        ["eventType"] = "Log",
        ["timestamp"] = Plans.Begin.AddMinutes(request.Minute).ToUnixTimeMilliseconds(),
        ["upstream_cluster"] = $"shop/{service}{(request.Pod == Canary ? "-canary" : "")}/80",
        ["upstream_host"] = "10.0.0.1:8080",
        ["response_code"] = request.Status,
        ["response_flags"] = flags,
        ["duration"] = request.Duration * 1000,
    };

    private async Task<GateEvidence> Gather(EvidencePlan plan)
    {
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = "NRAK-TEST" });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        return await source.GatherAsync(plan, TimeSpan.FromSeconds(20), default);
    }

    /// <param name="Pod">Who answered.</param>
    /// <param name="Minute">Since the window began.</param>
    /// <param name="Status">Of HTTP, or a code of gRPC; 0 where a caller hung up.</param>
    /// <param name="Duration">In seconds.</param>
    private sealed record Request(string Pod, int Minute, int Status, double Duration);
}
