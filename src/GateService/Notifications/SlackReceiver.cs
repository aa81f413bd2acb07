using System.Net.Http.Headers;
using System.Text.Json;
using GateService.Outbox;

namespace GateService.Notifications;

/// <summary>Slack, by incoming webhook or by bot token.</summary>
internal sealed class SlackReceiver(HttpPost post) : IReceiver
{
    private static readonly Uri PostMessage = new("https://slack.com/api/chat.postMessage");

    /// <summary>Errors of chat.postMessage that pass by themselves.</summary>
    private static readonly string[] Transient = ["ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"];

    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Slack, ChannelKind.SlackBot];

    public async Task<Delivery> DeliverAsync(OutboxMessage message, Announcement told, ChannelOptions channel, CancellationToken ct)
    {
        var body = SlackMessage.Compose(told);
        if (channel.Kind == ChannelKind.Slack)
        {
            using var hook = JsonRequest.Of(channel.Url!, body);
            return await post.SendAsync(hook, null, ct);
        }

        body["channel"] = channel.To;
        using var request = JsonRequest.Of(channel.Url ?? PostMessage, body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", channel.Token);
        return await post.SendAsync(request, Read, ct);
    }

    /// <summary>Slack's Web API says no with 200 and <c>ok: false</c>.</summary>
    private static Delivery Read(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
            {
                return new Delivery.Done();
            }

            var error = json.RootElement.TryGetProperty("error", out var named) ? named.ToString() : "no reason given";
            return Transient.Contains(error) ? new Delivery.Later($"Slack says {error}") : new Delivery.Refused($"Slack says {Wire.Shown.Of(error)}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Delivery.Later("the answer is not one of Slack");
        }
    }
}
