using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Tests.Evidence;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Attribution;

/// <summary>A New Relic that answers each question about errors and calls as a test says.</summary>
public abstract class ScriptedErrors : IAsyncLifetime
{
    private protected const string Policy =
        """
        telemetry: {flagAttribute: response.flags}
        attribution:
          dependencies:
            payments: {witnesses: [orders]}
            many: {hosts: [HOSTS], witnesses: [orders]}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
        """;

    private protected static readonly EvidencePlan Plan = Plans.Of(Plans.Written(Policy.Replace("HOSTS", string.Join(", ", Enumerable.Range(1, 40).Select(i => $"provider-{i}.example.com")), StringComparison.Ordinal)));

    private protected ScriptedNerdGraph NerdGraph { get; private set; } = null!;

    public async ValueTask InitializeAsync() => NerdGraph = await ScriptedNerdGraph.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await NerdGraph.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<ErrorEvidence> SeededAsync(Func<int, (string Type, string Message)> of)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync(Enumerable.Range(0, 700).Select(i => new Dictionary<string, object>
        {
            ["eventType"] = "Transaction",
            ["timestamp"] = Plans.Begin.AddSeconds(i % 600).ToUnixTimeMilliseconds(),
            ["appName"] = "checkout",
            ["host"] = i % 7 == 0 ? "checkout-7d9f8c6b54-aaaaa" : "checkout-5c6d7e8f-aaaaa",
            ["duration"] = 0.1,
            ["http.statusCode"] = 500,
            ["error"] = true,
            ["errorType"] = of(i).Type,
            ["errorMessage"] = of(i).Message,
        }));
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = TimeSpan.FromMinutes(1), AttemptTimeout = TimeSpan.FromSeconds(50) });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);

        return (await source.GatherAsync(Plan, TimeSpan.FromSeconds(60), default)).Errors.ShouldNotBeNull();
    }

    public static TheoryData<string, object> Broken => new()
    {
        { "failures", new { beginTimeSeconds = Seconds(0), facet = Facet, marked = 0, noticed = 1 } },
        { "failures is null", new { beginTimeSeconds = Seconds(0), facet = Facet, marked = 0, noticed = 1, failures = (int?)null } },
        { "marked", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, noticed = 1 } },
        { "marked is a text", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, noticed = 1, marked = "one" } },
        { "noticed", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, marked = 0 } },
        { "facet", new { beginTimeSeconds = Seconds(0), failures = 1, marked = 0, noticed = 1 } },
        { "facet is null", new { beginTimeSeconds = Seconds(0), facet = (object?)null, failures = 1, marked = 0, noticed = 1 } },
        { "half a facet", new { beginTimeSeconds = Seconds(0), facet = new[] { "Http" }, failures = 1, marked = 0, noticed = 1 } },
        { "beginTimeSeconds", new { facet = Facet, failures = 1, marked = 0, noticed = 1 } },
    };

    private protected static string[] Facet => ["Http", "503", "-"];

    private protected static long Seconds(int bucket) => (Plan.Span.Begin + (bucket * Plan.Span.Bucket)).ToUnixTimeSeconds();

    /// <summary>Messages are told and not counted.</summary>
    private protected static object Error(int bucket, int failures, string type, string status, string message, string flag) =>
        new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), facet = new[] { type, status, flag }, failures, marked = 0, noticed = failures, message };

    private protected static object Name(int bucket, int errors, string type, string status, string message, string rule = "-") =>
        new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), facet = new[] { type, status, "-", rule }, errors, message };

    private protected static object Answer(IReadOnlyList<object>? rows = null, IReadOnlyList<object>? others = null) => new { results = rows ?? [], otherResult = others, metadata = new { messages = Array.Empty<string>() } };

    /// <param name="answer">By the name of a query; null leaves it out of an otherwise good answer.</param>
    /// <param name="plan">Beside stable where nothing is said.</param>
    private protected async Task<ErrorEvidence> GatherAsync(Func<string, object?> answer, EvidencePlan? plan = null) => (await AllAsync(answer, plan)).Errors.ShouldNotBeNull();

    private protected async Task<IReadOnlyList<string>> NotesAsync(Func<string, object?> answer) => (await AllAsync(answer, null)).Notes;

    private protected async Task<GateEvidence> AllAsync(Func<string, object?> answer, EvidencePlan? plan)
    {
        plan ??= Plan;
        var names = new ErrorQuestion(plan).Queries.ToDictionary(query => query.Nrql.Text, query => query.Name);
        NerdGraph.Answer = (http, question) => http.Response.WriteAsJsonAsync(new
        {
            data = new
            {
                actor = new
                {
                    account = ScriptedNerdGraph.Aliases(question).ToDictionary(alias => alias, alias => names.TryGetValue(ScriptedNerdGraph.Nrql(question, alias), out var name) ? answer(name) : Answer()),
                },
            },
        });
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = NerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, RetryDelay = TimeSpan.FromMilliseconds(1) });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        return await source.GatherAsync(plan, TimeSpan.FromSeconds(60), default);
    }
}
