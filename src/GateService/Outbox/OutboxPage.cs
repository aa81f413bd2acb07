namespace GateService.Outbox;

/// <summary>A page of messages, newest first.</summary>
/// <param name="Messages">May be fewer than a page while there is a next.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record OutboxPage(IReadOnlyList<OutboxEntry> Messages, string? Next);

/// <summary>One message.</summary>
/// <param name="Id">Of the message; receivers of CloudEvents see it as well.</param>
/// <param name="State">pending, delivered or dead.</param>
/// <param name="Event">decided, failed, held, recovered or completed.</param>
/// <param name="Channel">Where it goes.</param>
/// <param name="Decision">What it tells of.</param>
/// <param name="Service">The decision's.</param>
/// <param name="Rollout">The decision's.</param>
/// <param name="Attempts">Made so far.</param>
/// <param name="Trouble">What went wrong last; empty when nothing did.</param>
/// <param name="CreatedAt">When the decision was made.</param>
/// <param name="DueAt">When it is tried next, or was last due.</param>
/// <param name="DoneAt">When it was delivered or given up; else null.</param>
public sealed record OutboxEntry(
    string Id, string State, string Event, string Channel, string Decision, string Service, string Rollout, long Attempts, string Trouble,
    DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? DoneAt)
{
    internal static OutboxEntry Of(OutboxMessage message) => new(
        message.Id, message.State, message.Event, message.Channel, message.Decision, message.Service, message.Rollout, message.Attempts, message.Trouble,
        DateTimeOffset.FromUnixTimeMilliseconds(message.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(message.DueAt),
        message.DoneAt is { } done ? DateTimeOffset.FromUnixTimeMilliseconds(done) : null);
}
