using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Notifications;

/// <summary>What the tests of delivery share: counts of a canary, a second channel, and what a receiver got.</summary>
public abstract class DeliveryCases
{
    private protected static readonly SliceCounts Bad = new(903, 90);
    private protected static readonly SliceCounts Few = new(12, 0);

    private protected static (string, string?)[] Second(ReceiverDouble receiver) =>
    [
        ("Notifications:Channels:1:Name", "second"), ("Notifications:Channels:1:Kind", "Webhook"), ("Notifications:Channels:1:Url", receiver.Url.ToString()), ("Notifications:Channels:1:Secret", "another"),
    ];

    /// <summary>What Slack heard, by the word of its headline that tells.</summary>
    private protected static IEnumerable<string?> Headlines(TellingGate gate) => gate.Receiver.Bodies.Select(body => body.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString()!)
        .Select(headline => new[] { "failed", "held", "passes now" }.FirstOrDefault(word => headline.Contains(word, StringComparison.Ordinal)));

    private protected static IEnumerable<string> Events(TellingGate gate) => gate.Receiver.Bodies.Select(body => body.GetProperty("type").GetString()!.Split('.')[^1]);

    private protected static async Task<IReadOnlyList<JsonElement>> MessagesAsync(TellingGate gate, string state) =>
        [.. (await gate.Host.Client.GetFromJsonAsync<JsonElement>($"/v1/outbox?state={state}")).GetProperty("messages").EnumerateArray()];
}
