using System.Collections.Concurrent;
using System.Text.Json;

namespace GateService.Benchmarks;

/// <summary>Slack, a webhook or an OTLP collector on loopback: takes everything, and is up, down or slow as it is told.</summary>
internal sealed class ReceiverServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReceiverServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Answers; the default takes everything.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsync("ok");

    /// <summary>What was taken: the subject of each CloudEvent, or the fallback text of a Slack message.</summary>
    public ConcurrentQueue<(string Id, string Text)> Taken { get; } = [];

    public static async Task<ReceiverServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new ReceiverServer(app);
        app.MapPost("/{**path}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        await Answer(http);
        if (http.Response.StatusCode == StatusCodes.Status200OK && http.Request.Path.StartsWithSegments("/hook"))
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body.ToArray());
            Taken.Enqueue(json.TryGetProperty("id", out var id) ? (id.GetString()!, json.GetProperty("data").GetProperty("rollout").GetString()!) : ("", json.GetProperty("text").GetString()!));
        }
    }
}
