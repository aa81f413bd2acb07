using System.Collections.Concurrent;
using System.Text.Json;
#pragma warning disable IDE0005 // Linked into GateService.Benchmarks, whose SDK brings these along; the tests' does not.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
#pragma warning restore IDE0005

namespace GateService.Tests.Faults;

/// <summary>A webhook on loopback that takes messages, refuses them, hangs or hangs up, as chance has it, until it is told to be well.</summary>
internal sealed class FaultyReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Random _dice;

    private FaultyReceiver(WebApplication app, int seed) => (_app, _dice) = (app, new Random(seed));

    public bool IsWell { get; set; }

    public Uri Url => new(new Uri(_app.Urls.First()), "/hook");

    /// <summary>Decisions of which a message was taken.</summary>
    public ConcurrentDictionary<string, int> Taken { get; } = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<(string Rollout, string Decision)> _inTurn = [];

    /// <summary>Messages taken for the first time behind a later one of the same rollout.</summary>
    public int Disordered() => _inTurn.GroupBy(told => told.Rollout).Sum(rollout =>
        rollout.Zip(rollout.Skip(1)).Count(pair => string.CompareOrdinal(pair.First.Decision, pair.Second.Decision) > 0));

    public static async Task<FaultyReceiver> StartAsync(int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new FaultyReceiver(app, seed);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Settings of a gate that tells it of every decision.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Notifications:Channels:0:Name"] = "team",
        ["Notifications:Channels:0:Kind"] = "Webhook",
        ["Notifications:Channels:0:Url"] = Url.ToString(),
        ["Notifications:Channels:0:Secret"] = "secret",
        ["Notifications:Channels:0:Events:0"] = "Decided",
        ["Notifications:AttemptTimeout"] = "00:00:01",
        ["Notifications:FirstDelay"] = "00:00:00.2",
        ["Notifications:LongestDelay"] = "00:00:01",
        ["Notifications:PollInterval"] = "00:00:00.5",
        ["History:PastMoments"] = "true",
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var told = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        var chance = IsWell ? 0 : Next();
        switch (chance)
        {
            case < 6:
                Take(told.GetProperty("subject").GetString()!, told.GetProperty("data").GetProperty("rollout").GetString()!);
                await http.Response.WriteAsync("ok", http.RequestAborted);
                break;
            case 6:
                http.Response.StatusCode = 503;
                break;
            case 7:
                http.Response.StatusCode = 429;
                break;
            case 8:
                http.Abort();
                break;
            default:
                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
                break;
        }
    }

    private void Take(string decision, string rollout)
    {
        if (Taken.AddOrUpdate(decision, 1, (_, times) => times + 1) == 1)
        {
            _inTurn.Enqueue((rollout, decision));
        }
    }

    private int Next()
    {
        lock (_dice)
        {
            return _dice.Next(10);
        }
    }
}
