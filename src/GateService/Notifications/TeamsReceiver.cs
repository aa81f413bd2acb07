using GateService.Outbox;

namespace GateService.Notifications;

/// <summary>Microsoft Teams, by a workflow's webhook.</summary>
internal sealed class TeamsReceiver(HttpPost post) : IReceiver
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Teams];

    public async Task<Delivery> DeliverAsync(OutboxMessage message, Announcement told, ChannelOptions channel, CancellationToken ct)
    {
        using var request = JsonRequest.Of(channel.Url!, TeamsCard.Compose(told));
        return await post.SendAsync(request, null, ct);
    }
}
