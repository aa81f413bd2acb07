using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Outbox;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>Writes the messages of a decision into the transaction that keeps it: both are there afterwards, or neither.</summary>
internal sealed class Messenger(Routes routes, OutboxSignal signal, Database database, IOptions<NotificationOptions> options)
{
    /// <summary>What is to be written with this decision; null when no channel hears of it.</summary>
    public Func<DbTransaction, CancellationToken, Task>? About(GateEvaluation evaluation, EvaluateResponse response, StoredDecision stored, Uri baseUrl)
    {
        var channels = stored.Past <= database.LatestPast ? routes.For(stored.Team, stored.Service) : [];
        var traceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : "";
        return channels.Count == 0 ? null : (transaction, ct) => WriteAsync(transaction, evaluation, response, stored, channels, baseUrl, traceParent, ct);
    }

    /// <summary>What tells of a fail where nothing can be kept, by channel: nobody knows what was before, and its link leads nowhere.</summary>
    public IReadOnlyList<(ChannelOptions Channel, OutboxMessage Message)> OfUnkept(GateEvaluation evaluation, EvaluateResponse response, StoredDecision stored, Uri baseUrl)
    {
        if (stored.Past > database.LatestPast)
        {
            return [];
        }

        var announcement = Announcing.Of(evaluation, response, DateTimeOffset.FromUnixTimeMilliseconds(stored.Moment), null, baseUrl) with { Event = AnnouncedEvent.Failed };
        return
        [
            .. routes.For(stored.Team, stored.Service).Where(channel => Routes.Hears(channel, AnnouncedEvent.Failed))
                .Select(channel => (channel, Message(announcement, stored, Key(stored, 0, AnnouncedEvent.Failed, channel), channel, ""))),
        ];
    }

    /// <summary>After the transaction: there may be something to send.</summary>
    public void Ring() => signal.Ring();

    private async Task WriteAsync(
        DbTransaction transaction, GateEvaluation evaluation, EvaluateResponse response, StoredDecision stored, IReadOnlyList<ChannelOptions> channels, Uri baseUrl, string traceParent, CancellationToken ct)
    {
        if (database.IsPostgres)
        {
            // One decision of a rollout after the other, so that two replicas do not both think they saw the first fail. SQLite has one writer anyway.
            var rollout = $"{stored.Team}/{Place(stored)}/{stored.Rollout}";
            await transaction.Connection!.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(hashtextextended(@rollout, 0))", new { rollout }, transaction, cancellationToken: ct));
        }

        var attempt = stored.Past == 1 ? 0 : await RolloutAttempt.BeginAsync(transaction, StepAnchor.Of(evaluation.Request), ct) ?? 0;
        var before = await RolloutSoFar.BeforeAsync(transaction, stored, attempt, ct);
        var passes = evaluation is { Verdict: Verdict.Pass, Request.Mode: GateMode.Step };
        var troubled = passes ? await RolloutSoFar.TroubledAsync(transaction, stored, ct) : [];
        var announcement = Announcing.Of(evaluation, response, DateTimeOffset.FromUnixTimeMilliseconds(stored.Moment), Changes.Since(before, response), baseUrl);
        var messages = new List<OutboxMessage>();
        foreach (var channel in channels)
        {
            var allWell = !troubled.Any(service => Routes.Takes(channel, stored.Team, service));
            var wasTold = passes && allWell
                && await OutboxStore.AnyAsync(transaction, [Key(stored, attempt, AnnouncedEvent.Held, channel), Key(stored, attempt, AnnouncedEvent.Failed, channel)], ct);
            messages.AddRange(Announcing.EventsOf(evaluation, before is null ? null : WireWords.Verdict(before.Verdict), allWell, wasTold).Where(announced => Routes.Hears(channel, announced))
                .Select(announced => Message(announcement with { Event = announced }, stored, Key(stored, attempt, announced, channel), channel, traceParent)));
        }

        await OutboxStore.AddAsync(transaction, messages, ct);
    }

    private OutboxMessage Message(Announcement announcement, StoredDecision stored, string key, ChannelOptions channel, string traceParent) => new()
    {
        Id = DecisionId.New(DateTimeOffset.FromUnixTimeMilliseconds(stored.At)),
        DedupKey = key,
        Decision = stored.Id,
        Channel = channel.Name,
        Event = EnumNames.Of(announcement.Event),
        Team = stored.Team,
        Service = stored.Service,
        Namespace = stored.Namespace,
        Rollout = stored.Rollout,
        Payload = announcement.Write(),
        TraceParent = traceParent,
        CreatedAt = stored.At,
        DueAt = stored.At,
        GiveUpAt = stored.At + (long)options.Value.GiveUpAfter.TotalMilliseconds,
    };

    /// <summary>Of a service as a team sees it: what others ask of a rollout of that name tells nothing of ours. Without a hash one rollout cannot be told from the next: then each day is one of its own.</summary>
    private static string Key(StoredDecision stored, long attempt, AnnouncedEvent announced, ChannelOptions channel)
    {
        var hash = stored.CanaryHash.Length > 0 ? stored.CanaryHash : DateTimeOffset.FromUnixTimeMilliseconds(stored.Moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return announced == AnnouncedEvent.Decided
            ? $"{stored.Id}|{channel.Name}"
            : $"{Apart(stored.Team)}|{Apart(stored.Service)}|{Place(stored)}|{stored.Rollout}|{hash}|{attempt}|{stored.Step}|{EnumNames.Of(announced)}|{channel.Name}";
    }

    /// <summary>The namespace, in which there is no slash, behind its cluster; keys of rollouts without one stay as they were.</summary>
    private static string Place(StoredDecision stored) => stored.Cluster.Length == 0 ? stored.Namespace : $"{Apart(stored.Cluster)}/{stored.Namespace}";

    /// <summary>As the migration writes it: a bar in a name is none of ours.</summary>
    private static string Apart(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
}
