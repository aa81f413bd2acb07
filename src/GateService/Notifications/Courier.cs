using GateService.Outbox;

namespace GateService.Notifications;

/// <summary>Takes a message to its receiver, whatever kind it is.</summary>
internal sealed class Courier(IEnumerable<IReceiver> receivers)
{
    private readonly Dictionary<ChannelKind, IReceiver> _receivers = receivers.SelectMany(receiver => receiver.Kinds.Select(kind => (kind, receiver))).ToDictionary();

    public Task<Delivery> DeliverAsync(OutboxMessage message, ChannelOptions channel, CancellationToken ct) =>
        _receivers[channel.Kind!.Value].DeliverAsync(message, Announcement.Read(message.Payload), channel, ct);
}
