using GateService.Outbox;
using GateService.Telemetry;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>
/// Sends what is in the outbox, beside all evaluations and never in their way. Each channel has a loop of its own, so that a slow one holds up no other, and sends
/// its oldest message or none: a message in trouble keeps those behind it waiting, so that an outage costs one attempt at a time and "recovered" never comes before "failed".
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore store, OutboxSignal signal, Courier courier, Routes routes, IOptions<NotificationOptions> options, GateMetrics metrics, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly NotificationOptions _options = options.Value;

    /// <summary>Of this process: claims of one that died simply run out.</summary>
    private readonly string _owner = Guid.NewGuid().ToString("N");

    private TimeSpan Lease => _options.AttemptTimeout + Margin;

    /// <summary>Sends the next message of every channel that has one due; whether there was any.</summary>
    public async Task<bool> RoundAsync(CancellationToken ct)
    {
        var sent = await Task.WhenAll(routes.Names.Select(channel => SendNextAsync(channel, ct)).Append(TendAsync(ct)));
        return sent.Contains(true);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => store.IsEnabled && routes.Any
        ? Task.WhenAll(routes.Names.Select(channel => LoopAsync(inner => SendNextAsync(channel, inner), stoppingToken)).Append(LoopAsync(TendAsync, stoppingToken)))
        : Task.CompletedTask;

    /// <summary>Works while there is something to do; else waits for the bell, or for the time when another replica's messages and retries are looked for.</summary>
    private async Task LoopAsync(Func<CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var (rung, more) = (signal.Next, false);
            try
            {
                // SQLite works on the thread that calls it, and this one starts the host.
                more = await Task.Run(() => work(ct), ct);
            }
#pragma warning disable CA1031 // Nothing that goes wrong with a message may end the process that gives verdicts.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!ct.IsCancellationRequested)
                {
                    Log.NotReadable(log, e);
                }
            }

            if (!more)
            {
                await rung.WaitAsync(_options.PollInterval, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> SendNextAsync(string channel, CancellationToken ct)
    {
        if (await store.ClaimAsync(_owner, channel, Lease, ct) is not { } message)
        {
            return false;
        }

        await SettleAsync(message, await AttemptAsync(channel, message, ct), ct);
        return true;
    }

    /// <summary>Buries what waits for channels that are gone, and counts the rest.</summary>
    private async Task<bool> TendAsync(CancellationToken ct)
    {
        var sent = false;
        foreach (var gone in (await store.ChannelsAsync(ct)).Except(routes.Names))
        {
            sent |= await SendNextAsync(gone, ct);
        }

        metrics.OutboxCounted(await store.DepthAsync(ct));
        return sent;
    }

    private async Task<Delivery> AttemptAsync(string name, OutboxMessage message, CancellationToken ct)
    {
        using var span = GateTracing.StartDelivery(message.TraceParent);
        span?.SetTag(GateTelemetry.Tags.Channel, name).SetTag(GateTelemetry.Tags.Decision, message.Decision).SetTag(GateTelemetry.Tags.Attempt, message.Attempts);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["DecisionId"] = message.Decision });
        if (routes.Named(name) is not { } channel)
        {
            return new Delivery.Refused($"no channel '{name}' is configured any more");
        }

        try
        {
            return await courier.DeliverAsync(message, channel, ct);
        }
#pragma warning disable CA1031 // A message that nobody can put into words must not hold up those behind it for ever.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotSendable(log, message.Id, e);
            return new Delivery.Refused($"it could not be put into words: {e.GetType().Name}");
        }
    }

    private async Task SettleAsync(OutboxMessage message, Delivery delivery, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(message.CreatedAt);
        switch (delivery)
        {
            case Delivery.Done:
                await store.DeliveredAsync(_owner, message, ct);
                metrics.Delivered(message.Channel, OutboxState.Delivered, age);
                Log.Delivered(log, message.Event, message.Channel, message.Decision, message.Attempts);
                break;
            case Delivery.Refused refused:
                await BuryAsync(message, refused.Why, ct);
                break;
            case Delivery.Later later when now.ToUnixTimeMilliseconds() >= message.GiveUpAt:
                await BuryAsync(message, $"given up after {age.TotalHours:0.#} h: {later.Why}", ct);
                break;
            case Delivery.Later later:
#pragma warning disable CA5394 // Jitter need not be unguessable.
                var due = Due(message, now, Backoff.After(message.Attempts, _options.FirstDelay, _options.LongestDelay, later.RetryAfter, Random.Shared.NextDouble()));
#pragma warning restore CA5394
                await store.PostponeAsync(_owner, message, due, later.Why, ct);
                metrics.Delivered(message.Channel, "postponed", null);
                metrics.ErrorSeen("receiver");
                Log.Postponed(log, message.Event, message.Channel, message.Decision, later.Why, due);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A receiver that asks to be left alone for years gets one more attempt when the message's time is over, and those behind it do not wait that long.</summary>
    private static DateTimeOffset Due(OutboxMessage message, DateTimeOffset now, TimeSpan wait)
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(message.GiveUpAt);
        return wait < end - now ? now + wait : end;
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

        [LoggerMessage(EventId = 404, Level = LogLevel.Error, Message = "Message {MessageId} could not be put into words; it is a dead letter")]
        public static partial void NotSendable(ILogger logger, string messageId, Exception exception);

        [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "Could not work through the outbox; it is tried again")]
        public static partial void NotReadable(ILogger logger, Exception exception);
    }
}
