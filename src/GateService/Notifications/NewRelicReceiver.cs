using GateService.Outbox;
using Microsoft.Extensions.Options;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Notifications;

/// <summary>New Relic itself: custom events through the Event API, markers through NerdGraph.</summary>
internal sealed class NewRelicReceiver(HttpPost post, NerdGraphClient nerdGraph, IOptions<NerdGraphOptions> newRelic, IOptions<NotificationOptions> options) : IReceiver
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.NewRelicEvent, ChannelKind.NewRelicMarker];

    public async Task<Delivery> DeliverAsync(OutboxMessage message, Announcement told, ChannelOptions channel, CancellationToken ct)
    {
        if (channel.Kind == ChannelKind.NewRelicMarker)
        {
            return await nerdGraph.MarkAsync(Markers.Of(told), channel.Account, options.Value.AttemptTimeout, ct) switch
            {
                null => new Delivery.Done(),
                { IsTransient: true } error => new Delivery.Later(error.ToString(), error.RetryAfter),
                { } error => new Delivery.Refused(error.ToString()),
            };
        }

        using var request = JsonRequest.Of(channel.Url ?? Collector(channel), NewRelicEvent.Compose(told));
        request.Headers.Add("Api-Key", channel.Token);
        return await post.SendAsync(request, null, ct);
    }

    private Uri Collector(ChannelOptions channel) => new(newRelic.Value.Region switch
    {
        NerdGraphRegion.EU => $"https://insights-collector.eu01.nr-data.net/v1/accounts/{channel.Account}/events",
        NerdGraphRegion.GOV => $"https://gov-insights-collector.newrelic.com/v1/accounts/{channel.Account}/events",
        NerdGraphRegion.US or NerdGraphRegion.JP => $"https://insights-collector.newrelic.com/v1/accounts/{channel.Account}/events",
    });
}
