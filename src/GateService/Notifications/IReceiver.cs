using GateService.Outbox;

namespace GateService.Notifications;

/// <summary>Speaks to one kind of receiver. Troubles are values; only cancellation is thrown.</summary>
internal interface IReceiver
{
    IReadOnlyList<ChannelKind> Kinds { get; }

    Task<Delivery> DeliverAsync(OutboxMessage message, Announcement told, ChannelOptions channel, CancellationToken ct);
}
