using GateService.Core.Evidence;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>Errors that the team said to expect, and samples that one slice does not take from the other, as the simulator answers.</summary>
public sealed class ExpectedErrorTests : IAsyncLifetime
{
    private const string Canary = "checkout-5c6d7e8f-aaaaa";
    private const string Stable = "checkout-7d9f8c6b54-aaaaa";

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_success_rate_leaves_expected_errors_out_and_counts_all_others()
    {
        await SeedExpectedAsync();

        var evidence = await GatherAsync();

        (Bad(evidence, "success-rate", found => found.Judged), Bad(evidence, "success-rate", found => found.Control)).ShouldBe((7, 0), "six unexpected marks, and a 5xx that users got whoever expected it");
        (Bad(evidence, "error-rate", found => found.Judged), Bad(evidence, "error-rate", found => found.Control)).ShouldBe((1, 0));
        evidence.Errors!.Canary.Select(series => (series.Signature!.Type, series.Buckets.Sum(bucket => bucket.Failures))).ShouldBe([("Shop.Bug", 6), ("Shop.SoldOut", 1)], ignoreOrder: true);
        evidence.Errors.Stable.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_New_Relic_does_not_say_of_expected_errors_takes_nothing_off()
    {
        await SeedExpectedAsync();
        await _simulator.FaultAsync(new { kind = "errorClass", errorClass = "INVALID_INPUT", match = "FROM TransactionError" });

        var evidence = await GatherAsync();

        (Bad(evidence, "success-rate", found => found.Judged), Bad(evidence, "success-rate", found => found.Control)).ShouldBe((11, 10));
        evidence.Notes.ShouldContain(note => note.StartsWith("which errors were expected is not known, and all count", StringComparison.Ordinal));
        evidence.Errors!.Canary.ShouldAllBe(series => series.Signature!.Type == null);
    }

    [Fact]
    public async Task What_an_event_itself_says_to_be_expected_is_no_failure_either()
    {
        await _simulator.SeedAsync(Enumerable.Range(0, 20).Select(i => Event("Transaction", Canary, i, ("http.statusCode", 200), ("error", true), ("error.expected", i < 15), ("errorType", "Shop.CouponExpired"))));

        var evidence = await GatherAsync();

        Bad(evidence, "success-rate", found => found.Judged).ShouldBe(5);
        evidence.Errors!.Canary.Sum(series => series.Buckets.Sum(bucket => bucket.Failures)).ShouldBe(5);
    }

    [Fact]
    public async Task Stable_s_failed_requests_do_not_crowd_out_the_canary_s()
    {
        await _simulator.SeedAsync(Enumerable.Range(0, 1_200).SelectMany(i => Failed(Stable, "Stable", 60 + (i % 500), i)).Concat(Enumerable.Range(0, 5).SelectMany(i => Failed(Canary, "Canary", i, i))));

        var links = (await GatherAsync()).Errors!.FailedCalls;

        links.Count(link => link.Signature.Type == "Canary").ShouldBe(5);
        links.ShouldContain(link => link.Signature.Type == "Stable" && link.Dependency == "index");

        static IEnumerable<Dictionary<string, object>> Failed(string pod, string type, int second, int i) =>
        [
            Event("Transaction", pod, second, ("guid", $"{type}-{i}"), ("http.statusCode", 503), ("error", true), ("errorType", type)),
            Event("Span", pod, second, ("transactionId", $"{type}-{i}"), ("guid", $"{type}-{i}-call"), ("category", "http"), ("http.url", "http://index.shop.svc.cluster.local:9200/_search"), ("http.statusCode", 503)),
        ];
    }

    /// <summary>Canary: 4 expected and 6 other marks at 200, one expected 503. Stable: ten expected marks. All with their TransactionError, which alone knows.</summary>
    private Task SeedExpectedAsync() => _simulator.SeedAsync(
    [
        .. Enumerable.Range(0, 10).SelectMany(i => Marked(Canary, i, 200, i < 4)), .. Marked(Canary, 30, 503, true),
        .. Enumerable.Range(0, 10).SelectMany(i => Marked(Stable, i, 200, true)),
        .. Enumerable.Range(0, 100).SelectMany(i => new[] { Event("Transaction", Canary, i, ("http.statusCode", 200), ("error", false)), Event("Transaction", Stable, i, ("http.statusCode", 200), ("error", false)) }),
    ]);

    private static IEnumerable<Dictionary<string, object>> Marked(string pod, int second, int status, bool expected) =>
    [
        Event("Transaction", pod, second, ("http.statusCode", status), ("error", true)),
        Event("TransactionError", pod, second, ("http.statusCode", status), ("error.class", expected ? "Shop.SoldOut" : "Shop.Bug"), ("error.message", $"SKU {second} is out of stock"), ("error.expected", expected)),
    ];

    private static Dictionary<string, object> Event(string type, string pod, int second, params (string Name, object Value)[] more)
    {
        var found = new Dictionary<string, object> { ["eventType"] = type, ["timestamp"] = Plans.Begin.AddSeconds(second).ToUnixTimeMilliseconds(), ["appName"] = "checkout", ["host"] = pod, ["duration"] = 0.1 };
        foreach (var (name, value) in more)
        {
            found[name] = value;
        }

        return found;
    }

    private static double Bad(GateEvidence evidence, string objective, Func<ObjectiveEvidence, SliceEvidence> slice) =>
        slice(evidence.Objectives.Single(found => found.Objective == objective)).ShouldBeOfType<SliceEvidence.Measured>().Bad!.Value;

    private async Task<GateEvidence> GatherAsync()
    {
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        return await source.GatherAsync(Plans.Of(Plans.Shipped("http-default")), TimeSpan.FromSeconds(60), default);
    }
}
