using GateService.Notifications;
using GateService.Outbox;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Notifications;

/// <summary>A gate that tells a receiver on loopback; its clock is ours, and messages go out when a test says so.</summary>
internal sealed class TellingGate : IAsyncDisposable
{
    private TellingGate(ScriptedNerdGraph nerdGraph, ReceiverDouble receiver, GateHost host, FakeTimeProvider time)
    {
        (NerdGraph, Receiver, Host, Time) = (nerdGraph, receiver, host, time);
        Dispatcher = host.App.Services.GetRequiredService<OutboxDispatcher>();
    }

    public ScriptedNerdGraph NerdGraph { get; }

    public ReceiverDouble Receiver { get; }

    public GateHost Host { get; }

    public FakeTimeProvider Time { get; }

    public OutboxDispatcher Dispatcher { get; }

    public static async Task<TellingGate> StartAsync(string kind = "Webhook", params (string Key, string? Value)[] more)
    {
        var (nerdGraph, receiver) = (await ScriptedNerdGraph.StartAsync(), await ReceiverDouble.StartAsync());
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
        (string, string?)[] channel =
        [
            ("Notifications:Channels:0:Name", "team"), ("Notifications:Channels:0:Kind", kind), ("Notifications:Channels:0:Url", receiver.Url.ToString()),
            ("Notifications:Channels:0:Secret", "signing-secret"), ("Notifications:Channels:0:Token", "xoxb-secret"), ("Notifications:Channels:0:To", "#rollouts"), ("Notifications:Channels:0:Account", "1"),
        ];
        var host = await GateHost.StartAsync(nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(time), [.. channel.Where(given => more.All(other => other.Key != given.Item1)), .. more]);
        return new TellingGate(nerdGraph, receiver, host, time);
    }

    /// <summary>Asks, and sends whatever that put into the outbox.</summary>
    public Task<System.Text.Json.JsonElement> AskAsync(SliceCounts? canary, string weight = "5") => AskAsync(canary, ("stepWeight", weight));

    public async Task<System.Text.Json.JsonElement> AskAsync(SliceCounts? canary, params (string Field, System.Text.Json.Nodes.JsonNode? Value)[] changes)
    {
        NerdGraph.Answer = ScriptedNerdGraph.Slices(canary, SliceCounts.Healthy);
        var answer = await Host.EvaluateAsync(Bodies.Step(changes).ToJsonString()).JudgedAsync();
        await SettleAsync();
        return answer;
    }

    /// <summary>Sends until nothing is due.</summary>
    public async Task SettleAsync()
    {
        var store = Host.App.Services.GetRequiredService<OutboxStore>();
        for (var round = 0; round < 5000 && await DueAsync(store); round++)
        {
            await Dispatcher.RoundAsync(default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Receiver.DisposeAsync();
        await NerdGraph.DisposeAsync();
    }

    /// <summary>What waits behind another message of its channel is not due before that one is.</summary>
    private async Task<bool> DueAsync(OutboxStore store) => (await store.ListAsync(OutboxState.Pending, null, 100, default)).GroupBy(message => message.Channel)
        .Any(channel => channel.MinBy(message => message.Id, StringComparer.Ordinal)!.DueAt <= Time.GetUtcNow().ToUnixTimeMilliseconds());
}
