using System.Threading.Channels;
using GateService.Backtests;
using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.History;
using GateService.Policies;
using GateService.Telemetry;

namespace GateService.Shadows;

/// <summary>
/// Lets a second policy judge what was decided, on the evidence of the decision and after its answer is out: it asks nothing of New Relic, delays nobody and changes no verdict. Where decisions
/// come faster than it judges, the newest are left out and counted as such.
/// </summary>
internal sealed partial class ShadowDesk(PolicyStore policies, GateEvaluator evaluator, ShadowStore store, GateMetrics metrics, ILogger<ShadowDesk> log) : BackgroundService
{
    private const int Waiting = 256;

    private readonly Channel<(DecisionRecord Record, GatePolicy Shadow)> _records = Channel.CreateBounded<(DecisionRecord, GatePolicy)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <summary>Takes what was decided, where a policy is named to judge it beside its own; never waits.</summary>
    public void Offer(DecisionRecord record)
    {
        if (record.Evaluation.Evidence is not null && policies.Current.Catalog.Shadow(record.Evaluation.Request) is { } shadow && !_records.Writer.TryWrite((record, shadow)))
        {
            metrics.ShadowJudged(shadow.Name, EnumNames.Of(record.Evaluation.Verdict), "leftOut");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (record, shadow) in _records.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await JudgeAsync(record, shadow, stoppingToken);
            }
#pragma warning disable CA1031 // A bug here must not end the process that gives verdicts.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Failed(log, record.Id, shadow.Name, e);
            }
        }
    }

    private async Task JudgeAsync(DecisionRecord record, GatePolicy shadow, CancellationToken ct)
    {
        if (Retrial.Of(evaluator, record, new PolicyResolution.Resolved(shadow)) is not { } retrial)
        {
            return;
        }

        var beside = JudgedBeside.Of(retrial, record.Evaluation);
        try
        {
            await store.KeepAsync(record.Id, shadow, beside, ct);
        }
        finally
        {
            metrics.ShadowJudged(shadow.Name, EnumNames.Of(record.Evaluation.Verdict), beside.IsForWant ? "untold" : EnumNames.Of(beside.After.Verdict));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 311, Level = LogLevel.Warning, Message = "Decision {DecisionId} was not judged by the shadow policy {Policy}; its verdict does not depend on it")]
        public static partial void Failed(ILogger logger, string decisionId, string policy, Exception exception);
    }
}
