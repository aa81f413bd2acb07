namespace GateService.Outbox;

/// <summary>A message as it lies in the outbox.</summary>
internal sealed record OutboxMessage
{
    public required string Id { get; init; }

    /// <summary>Team, service, rollout, hash, step, event and channel: unique, so that replicas and retries make one message of it.</summary>
    public required string DedupKey { get; init; }

    public required string Decision { get; init; }

    public required string Channel { get; init; }

    public required string Event { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    /// <summary>The announcement as JSON; each receiver makes its own form of it when it is sent.</summary>
    public required string Payload { get; init; }

    /// <summary>W3C trace context of the decision; empty without one.</summary>
    public required string TraceParent { get; init; }

    /// <summary>pending, delivered or dead.</summary>
    public string State { get; init; } = OutboxState.Pending;

    public long Attempts { get; init; }

    public required long CreatedAt { get; init; }

    public required long DueAt { get; init; }

    public required long GiveUpAt { get; init; }

    public long? DoneAt { get; init; }

    /// <summary>What went wrong last; empty when nothing did.</summary>
    public string Trouble { get; init; } = "";
}

/// <summary>Where a message stands.</summary>
internal static class OutboxState
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Dead = "dead";
}
