using System.Text;
using System.Text.Json.Nodes;
using FluentValidation;
using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.History;
using GateService.Policies;
using GateService.Wire;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Starting;

/// <summary>
/// One evaluation before anyone can ask: the runtime compiles what it runs for the first time, which would make the first answer after every start the
/// slowest. All of it is real but New Relic; nothing is kept, counted or told.
/// </summary>
internal sealed partial class WarmUp(GateEvaluator evaluator, IValidator<EvaluateRequest> validator, PolicyStore policies, DecisionStore store, TimeProvider time, ILogger<WarmUp> log) : IHostedService
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    /// <summary>A store that is away holds up no start.</summary>
    private static readonly TimeSpan StoreBudget = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var started = time.GetTimestamp();
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(Budget);
            await Task.Run(() => EvaluateAsync(late.Token), late.Token).WaitAsync(late.Token);
            Log.Warmed(log, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
#pragma warning disable CA1031 // The gate works cold as well; a first answer that is slow is no reason not to start.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StayedCold(log, e.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EvaluateAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var body = EvaluateBody.Read(Encoding.UTF8.GetBytes(Question(now).ToJsonString()));
        validator.Validate(body.Request!);
        var request = GateRequests.Of(body.Request!, team: null);
        using var client = new HttpClient(new MadeNerdGraph());
        using var source = new NewRelicEvidenceSource(new NerdGraphClient(() => client, new NerdGraphOptions { AccountId = 1, ApiKey = "none" }, time), time);
        var moment = new EvaluationMoment(now, now.AddMinutes(-20), now.AddMinutes(-20));
        var evaluation = await evaluator.EvaluateAsync(request, Resolve(request), moment, source, Budget, ct);
        var id = DecisionId.New(now);
        var record = new DecisionRecord(DecisionRecord.CurrentFormat, id, now, FiniteNumbers.Only(evaluation), "http://localhost/", [], new DecisionTimings(0, 0, 0));
        JsonAnswer.Of(record.Answer());
        var stored = StoredDecision.Of(record);
        if (store.IsEnabled)
        {
            await store.RehearseAsync(stored, StoreBudget, ct);
        }
    }

    /// <summary>The policy most requests get; any other where the organisation names none.</summary>
    private PolicyResolution Resolve(GateRequest request)
    {
        var catalog = policies.Current.Catalog;
        return catalog.Resolve(request) is PolicyResolution.Resolved resolved ? resolved : catalog.Resolve(request with { Policy = catalog.Policies[0].Name });
    }

    private static JsonObject Question(DateTimeOffset now) => new()
    {
        ["mode"] = "step",
        ["service"] = "warm-up",
        ["namespace"] = "none",
        ["stableHash"] = "7d9f8c6b54",
        ["canaryHash"] = "5c6d7e8f",
        ["stepWeight"] = "10",
        ["stepStartedAt"] = now.AddMinutes(-20).ToString("O"),
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 500, Level = LogLevel.Information, Message = "Warmed up in {ElapsedMilliseconds} ms")]
        public static partial void Warmed(ILogger logger, long elapsedMilliseconds);

        [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "Could not warm up, so that the first answer takes longer: {Why}")]
        public static partial void StayedCold(ILogger logger, string why);
    }
}
