using System.Text;
using GateService.Outbox;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>Anything that takes a signed CloudEvent.</summary>
internal sealed class WebhookReceiver(HttpPost post) : IReceiver
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Webhook];

    public async Task<Delivery> DeliverAsync(OutboxMessage message, Announcement told, ChannelOptions channel, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(CloudEvent.Compose(told, message.Id).ToJsonString(JsonAnswer.Options));
        using var request = JsonRequest.Of(channel.Url!, body, CloudEvent.ContentType);
        request.Headers.Add(CloudEvent.SignatureHeader, CloudEvent.Sign(body, channel.Secret!));
        return await post.SendAsync(request, null, ct);
    }
}
