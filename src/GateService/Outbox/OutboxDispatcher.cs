using GateService.Notifications;
using GateService.Telemetry;
using Microsoft.Extensions.Options;

namespace GateService.Outbox;

/// <summary>
/// Sends what is in the outbox, beside all evaluations and never in their way: channels side by side, each in order. A channel in trouble keeps its
/// messages waiting together, so that an outage costs one attempt at a time and order is kept.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore store, OutboxSignal signal, Courier courier, Routes routes, IOptions<NotificationOptions> options, GateMetrics metrics, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly NotificationOptions _options = options.Value;

    /// <summary>Of this process: claims of one that died simply run out.</summary>
    private readonly string _owner = Guid.NewGuid().ToString("N");

    private TimeSpan Lease => _options.AttemptTimeout + Margin;

    /// <summary>Claims and sends once; returns how many were claimed.</summary>
    public async Task<int> RoundAsync(CancellationToken ct)
    {
        var claimed = await store.ClaimAsync(_owner, Batch, Lease, ct);
        await Task.WhenAll(claimed.GroupBy(message => message.Channel).Select(channel => SendAsync(channel.Key, [.. channel], ct)));
        metrics.OutboxCounted(await store.DepthAsync(ct));
        return claimed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsEnabled || !routes.Any)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var claimed = 0;
            try
            {
                // SQLite works on the thread that calls it, and this one starts the host.
                claimed = await Task.Run(() => RoundAsync(stoppingToken), stoppingToken);
            }
#pragma warning disable CA1031 // Nothing that goes wrong with a message may end the process that gives verdicts.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotReadable(log, e);
            }

            if (claimed < Batch)
            {
                await signal.WaitAsync(_options.PollInterval, time, stoppingToken);
            }
        }
    }

    private async Task SendAsync(string name, IReadOnlyList<OutboxMessage> messages, CancellationToken ct)
    {
        foreach (var (index, message) in messages.Index())
        {
            // Somebody else took it while those before it were slow.
            if (!await store.BeginAsync(_owner, message, Lease, ct))
            {
                continue;
            }

            var delivery = await AttemptAsync(name, message, ct);
            if (await SettleAsync(message, delivery, ct) is { } due)
            {
                foreach (var waiting in messages.Skip(index + 1))
                {
                    await store.PostponeAsync(_owner, waiting, due, "waits behind another message of its channel", ct);
                }

                return;
            }
        }
    }

    private async Task<Delivery> AttemptAsync(string name, OutboxMessage message, CancellationToken ct)
    {
        using var span = GateTracing.StartDelivery(message.TraceParent);
        span?.SetTag(GateTelemetry.Tags.Channel, name).SetTag(GateTelemetry.Tags.Decision, message.Decision).SetTag(GateTelemetry.Tags.Attempt, message.Attempts + 1);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["DecisionId"] = message.Decision });
        return routes.Named(name) is { } channel
            ? await courier.DeliverAsync(message, channel, ct)
            : new Delivery.Refused($"no channel '{name}' is configured any more");
    }

    /// <summary>Notes how it came out; a moment when this channel is to be tried again, null when it may go on.</summary>
    private async Task<DateTimeOffset?> SettleAsync(OutboxMessage message, Delivery delivery, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(message.CreatedAt);
        switch (delivery)
        {
            case Delivery.Done:
                await store.DeliveredAsync(_owner, message, ct);
                metrics.Delivered(message.Channel, OutboxState.Delivered, age);
                Log.Delivered(log, message.Event, message.Channel, message.Decision, message.Attempts + 1);
                return null;
            case Delivery.Refused refused:
                await BuryAsync(message, refused.Why, ct);
                return null;
            case Delivery.Later later when now.ToUnixTimeMilliseconds() >= message.GiveUpAt:
                await BuryAsync(message, $"given up after {age.TotalHours:0.#} h: {later.Why}", ct);
                return null;
            case Delivery.Later later:
#pragma warning disable CA5394 // Jitter need not be unguessable.
                var due = now + Backoff.After(message.Attempts + 1, _options.FirstDelay, _options.LongestDelay, later.RetryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394
                await store.PostponeAsync(_owner, message, due, later.Why, ct);
                metrics.Delivered(message.Channel, "postponed", null);
                metrics.ErrorSeen("receiver");
                Log.Postponed(log, message.Event, message.Channel, message.Decision, later.Why, due);
                return due;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task BuryAsync(OutboxMessage message, string why, CancellationToken ct)
    {
        await store.BuryAsync(_owner, message, why, ct);
        metrics.Delivered(message.Channel, OutboxState.Dead, null);
        metrics.ErrorSeen("receiver");
        Log.Dead(log, message.Event, message.Channel, message.Decision, why, message.Id);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 400, Level = LogLevel.Information, Message = "Delivered {Event} to {Channel} for decision {DecisionId}, attempt {Attempt}")]
        public static partial void Delivered(ILogger logger, string @event, string channel, string decisionId, long attempt);

        [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "Postponed {Event} to {Channel} for decision {DecisionId}: {Why}; next attempt {Due}")]
        public static partial void Postponed(ILogger logger, string @event, string channel, string decisionId, string why, DateTimeOffset due);

        [LoggerMessage(EventId = 402, Level = LogLevel.Error, Message = "Gave up {Event} to {Channel} for decision {DecisionId}: {Why}; replay it with POST /v1/outbox/{MessageId}/replay")]
        public static partial void Dead(ILogger logger, string @event, string channel, string decisionId, string why, string messageId);

        [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "Could not work through the outbox; it is tried again")]
        public static partial void NotReadable(ILogger logger, Exception exception);
    }
}
