using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GateService.Tests.Hosting;

/// <summary>
/// A NerdGraph on loopback that answers exactly what a test tells it to, wrong things included. Worlds with traffic in them are the
/// simulator's business; this is for words on the wire.
/// </summary>
internal sealed class ScriptedNerdGraph : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _probes;

    private ScriptedNerdGraph(WebApplication app) => _app = app;

    /// <summary>What is answered to a batch; the default is a healthy canary.</summary>
    public Func<HttpContext, JsonElement, Task> Answer { get; set; } = Slices(SliceCounts.HealthyCanary, SliceCounts.Healthy);

    /// <summary>Bodies of the batches that came in; probes of the key are not among them.</summary>
    public ConcurrentQueue<string> Batches { get; } = [];

    /// <summary>How often the key was probed.</summary>
    public int Probes => _probes;

    public Uri Endpoint => new(new Uri(_app.Urls.First()), "/graphql");

    public static async Task<ScriptedNerdGraph> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var scripted = new ScriptedNerdGraph(app);
        app.MapPost("/graphql", scripted.ReceiveAsync);
        await app.StartAsync();
        return scripted;
    }

    /// <summary>Counts of both slices, whatever is asked about them.</summary>
    public static Func<HttpContext, JsonElement, Task> Slices(SliceCounts? canary, SliceCounts? stable) => Rows(
        [.. Row("canary", canary), .. Row("stable", stable)]);

    /// <summary>The same rows for every query, but for those about the signatures of errors: there are none.</summary>
    public static Func<HttpContext, JsonElement, Task> Rows(params Dictionary<string, object>[] rows) => (http, question) =>
        http.Response.WriteAsJsonAsync(new { data = new { actor = new { account = Aliases(question).ToDictionary(alias => alias, alias => Container(Nrql(question, alias), rows)) } } });

    public static string Nrql(JsonElement question, string alias) => question.GetProperty("variables").GetProperty(alias).GetString()!;

    /// <summary>A status and a body as they stand.</summary>
    public static Func<HttpContext, JsonElement, Task> Raw(int status, string body, string type = "application/json") => (http, _) =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body);
    };

    /// <summary>Never answers: holds the request until the caller hangs up.</summary>
    public static Task Hang(HttpContext http, JsonElement question) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);

    public static IEnumerable<string> Aliases(JsonElement question) =>
        question.GetProperty("variables").EnumerateObject().Select(variable => variable.Name).Where(name => name.StartsWith('q'));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static object Container(string nrql, Dictionary<string, object>[] rows) =>
        new { results = nrql.Contains("FACET if(error.class", StringComparison.Ordinal) ? [] : rows, metadata = new { messages = Array.Empty<string>() } };

    private static IEnumerable<Dictionary<string, object>> Row(string facet, SliceCounts? counts) => counts is null ? [] : [counts.Row(facet)];

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var question = JsonSerializer.Deserialize<JsonElement>(body);
        if (Aliases(question).Any())
        {
            Batches.Enqueue(body);
            await Answer(http, question);
            return;
        }

        Interlocked.Increment(ref _probes);
        if (http.Request.Headers["API-Key"] != GateHost.ApiKey)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await http.Response.WriteAsJsonAsync(new { data = new { actor = new { account = new { id = 1 } } } });
    }
}
