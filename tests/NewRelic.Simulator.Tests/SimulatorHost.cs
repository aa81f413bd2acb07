using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NewRelic.Simulator.Tests;

/// <summary>A whole simulator on a loopback port of its own, spoken to over HTTP only, as others do.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    public const string Key = "NRAK-TESTS";

    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public static Task<SimulatorHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static async Task<SimulatorHost> StartAsync(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var app = SimulatorApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton(time);
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SimulatorHost(app);
    }

    public async Task<HttpResponseMessage> PostGraphQLAsync(string query, object? variables = null, string? key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (key is not null)
        {
            request.Headers.Add("API-Key", key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The whole answer to a document, whatever it holds; HTTP 200 is asserted.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null, string? key = Key)
    {
        using var response = await PostGraphQLAsync(query, variables, key);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ReadAsync(response);
    }

    /// <summary>Rows of one NRQL query that must succeed.</summary>
    public async Task<JsonArray> RowsAsync(string nrql, int account = 1)
    {
        var answer = await AskAsync(
            "query($account: Int!, $nrql: Nrql!) { actor { account(id: $account) { nrql(query: $nrql, timeout: 30) { results } } } }",
            new { account, nrql });
        answer["errors"].ShouldBeNull();
        return answer["data"]!["actor"]!["account"]!["nrql"]!["results"]!.AsArray();
    }

    public Task<JsonNode> SeedAsync(string body, string query = "", HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(HttpMethod.Post, $"/simulator/events{query}", body, expected);

    public async Task<JsonNode> SeedGzipAsync(Stream plain)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await plain.CopyToAsync(gzip, TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await Http.PostAsync("/simulator/events", content, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    public Task<JsonNode> FaultsAsync(string faults) => SendAsync(HttpMethod.Put, "/simulator/faults", faults, HttpStatusCode.OK);

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
