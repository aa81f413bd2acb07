using System.Collections.Concurrent;
using System.Text.Json;

namespace GateService.Demo;

/// <summary>Takes what the gate would send to Slack's incoming webhook, on loopback.</summary>
public sealed class DemoSlack : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonElement> _messages = new();

    private DemoSlack(WebApplication app)
    {
        _app = app;
        app.MapPost("/", (JsonElement message) =>
        {
            _messages.Enqueue(message);
            return "ok";
        });
    }

    public Uri Url => new(_app.Urls.First());

    public static async Task<DemoSlack> StartAsync(Action<WebApplicationBuilder> configure, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", "--urls", "http://127.0.0.1:0"]);
        configure(builder);
        var slack = new DemoSlack(builder.Build());
        await slack._app.StartAsync(ct);
        return slack;
    }

    /// <summary>Messages since the last call, once nothing waits in the gate's outbox; what is late comes with the next call.</summary>
    public async Task<IReadOnlyList<JsonElement>> TakeAsync(HttpClient gate, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < Patience && (await gate.GetFromJsonAsync<JsonElement>("/v1/outbox?state=pending", ct)).GetProperty("messages").GetArrayLength() > 0)
        {
            await Task.Delay(50, ct);
        }

        var taken = new List<JsonElement>();
        while (_messages.TryDequeue(out var message))
        {
            taken.Add(message);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
