using System.Threading.Channels;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Outbox;
using GateService.Wire;
using Microsoft.Extensions.Caching.Memory;

namespace GateService.Notifications;

/// <summary>
/// A rollout that fails is aborted whether the store takes anything or not, and whoever is told of nothing looks for the reason in vain. So a fail that could not be kept is told from
/// memory: one attempt each time the step fails until one arrives, once for a step and channel of each replica, and gone with the process.
/// </summary>
internal sealed partial class UnkeptMessages(Messenger messenger, Courier courier, TimeProvider time, ILogger<UnkeptMessages> log) : BackgroundService
{
    private const int MostWaiting = 256;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Channel<(DecisionRecord Record, EvaluateResponse Response, Uri BaseUrl)> _fails = Channel.CreateBounded<(DecisionRecord, EvaluateResponse, Uri)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly MemoryCache _told = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <summary>Takes what failed; never waits.</summary>
    public void Offer(DecisionRecord record, EvaluateResponse response, Uri baseUrl)
    {
        if (response.Verdict == Verdict.Fail)
        {
            _fails.Writer.TryWrite((record, response, baseUrl));
        }
    }

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (record, response, baseUrl) in _fails.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                foreach (var (channel, message) in messenger.OfUnkept(record.Evaluation, response, StoredDecision.Of(record, response), baseUrl).Where(one => !IsTold(one.Message)))
                {
                    await TellAsync(channel, message, stoppingToken);
                }
            }
#pragma warning disable CA1031 // Nothing that goes wrong with a message may end the process that gives verdicts.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Untold(log, record.Id, e.GetType().Name);
            }
        }
    }

    private bool IsTold(OutboxMessage message) => _told.TryGetValue(message.DedupKey, out DateTimeOffset until) && until > time.GetUtcNow();

    /// <summary>It arrived, or never will.</summary>
    private void Settle(OutboxMessage message) =>
        _told.Set(message.DedupKey, time.GetUtcNow() + Remembered, new MemoryCacheEntryOptions { Size = 1 }.SetAbsoluteExpiration(Remembered));

    private async Task TellAsync(ChannelOptions channel, OutboxMessage message, CancellationToken ct)
    {
        switch (await courier.DeliverAsync(message, channel, ct))
        {
            case Delivery.Done:
                Settle(message);
                Log.Told(log, message.Event, message.Channel, message.Decision);
                break;
            case Delivery.Later { Why: var why }:
                Log.Untold(log, message.Decision, $"{message.Channel}: {why}");
                break;
            case Delivery.Refused { Why: var why }:
                Settle(message);
                Log.Untold(log, message.Decision, $"{message.Channel}: {why}");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 405, Level = LogLevel.Warning, Message = "Delivered {Event} to {Channel} for decision {DecisionId}, which could not be kept: there was one attempt, from memory")]
        public static partial void Told(ILogger logger, string @event, string channel, string decisionId);

        [LoggerMessage(EventId = 406, Level = LogLevel.Error, Message = "Nobody was told that decision {DecisionId} failed, which could not be kept: {Why}")]
        public static partial void Untold(ILogger logger, string decisionId, string why);
    }
}
