using GateService.Core;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Notifications;
using GateService.Policies;
using GateService.Telemetry;
using Microsoft.Extensions.Options;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Gates;

/// <summary>
/// Takes a valid request through one evaluation within one deadline: anchor, evaluate, keep, tell. Whatever New Relic or the store do,
/// an answer comes out in time, and nothing after the verdict changes it.
/// </summary>
internal sealed partial class GateDesk(
    GateEvaluator evaluator, IEvidenceSource source, PolicyStore policies, DecisionStore store, Messenger messenger, GateMetrics metrics, RunningRollouts running,
    IOptions<GateOptions> options, TimeProvider time, ILogger<GateDesk> log)
{
    public async Task<EvaluateResponse> EvaluateAsync(GateRequest request, Caller caller, EvaluationCall call, CancellationToken ct)
    {
        var (started, now) = (time.GetTimestamp(), time.GetUtcNow());
        var id = DecisionId.New(now);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["DecisionId"] = id });
        using var span = GateTracing.Start(Spans.Evaluate);
        span?.SetTag(Tags.Decision, id).SetTag(Tags.Service, request.Service).SetTag(Tags.Rollout, request.Rollout);
        var deadline = call.Timeout is { } asked && asked < options.Value.Deadline ? asked : options.Value.Deadline;
        var warnings = new List<string>(call.Warnings);
        var seen = request.At is null && store.IsEnabled ? await AnchorAsync(request, now, deadline * 0.1, warnings, ct) : null;
        var anchored = time.GetElapsedTime(started);
        var watched = new WatchedEvidence(source, metrics, time);
        var evaluation = await EvaluateWithinAsync(request, seen, deadline - anchored, watched, ct);
        var judged = time.GetElapsedTime(started);
        var baseUrl = options.Value.PublicUrl ?? call.BaseUrl;
        var response = EvaluateResponses.Of(FiniteNumbers.Only(evaluation), new DecisionReference(id, new Uri(baseUrl, $"/v1/decisions/{id}").ToString()), warnings);
        if (store.IsEnabled)
        {
            var timings = new DecisionTimings(anchored.TotalMilliseconds, watched.Took.TotalMilliseconds, (judged - anchored).TotalMilliseconds);
            response = await KeepAsync(new DecisionRecord(DecisionRecord.CurrentFormat, id, now, evaluation, response, timings), baseUrl, deadline - judged, ct);
        }

        span?.SetTag(Tags.Verdict, response.Verdict).SetTag(Tags.PolicyRevision, response.Policy?.Revision);
        Tell(FiniteNumbers.Only(evaluation), response, caller, time.GetElapsedTime(started));
        return response;
    }

    private async Task<EvaluateResponse> KeepAsync(DecisionRecord record, Uri baseUrl, TimeSpan limit, CancellationToken ct)
    {
        using var span = GateTracing.Start(Spans.Keep);
        var stored = StoredDecision.Of(record);
        var messages = messenger.About(FiniteNumbers.Only(record.Evaluation), record.Response, stored, baseUrl);
        if (!await store.TryKeepAsync(stored, messages, limit, ct))
        {
            return record.Response with { Warnings = [.. record.Response.Warnings, "this decision could not be stored, and its link will not work"] };
        }

        if (messages is not null)
        {
            messenger.Ring();
        }

        return record.Response;
    }

    private async Task<GateEvaluation> EvaluateWithinAsync(GateRequest request, FirstSight? seen, TimeSpan deadline, WatchedEvidence watched, CancellationToken ct)
    {
        // New Relic's budget ends before ours, so that its own words about why it was late still make it into the answer.
        var budget = deadline * 0.85;
        using var overrun = new CancellationTokenSource(deadline * 0.95, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, overrun.Token);
        var moment = new EvaluationMoment(time.GetUtcNow(), seen?.Step, seen?.Rollout);
        try
        {
            return await evaluator.EvaluateAsync(request, Resolve(request), moment, watched, budget, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            metrics.ErrorSeen("deadline");
            return GateEvaluator.Inconclusive(request, null, $"the gate did not get an answer together within its deadline of {deadline.TotalSeconds:0.#} s");
        }
        finally
        {
            watched.Judging?.Dispose();
        }
    }

    private PolicyResolution Resolve(GateRequest request)
    {
        using var span = GateTracing.Start(Spans.Policy);
        return policies.Current.Catalog.Resolve(request);
    }

    private async Task<FirstSight?> AnchorAsync(GateRequest request, DateTimeOffset now, TimeSpan limit, List<string> warnings, CancellationToken ct)
    {
        if (request.CanaryHash is null)
        {
            return null;
        }

        var seen = await store.TryAnchorAsync(StepAnchor.Of(request), now, limit, ct);
        if (seen is null && request is { StepStartedAt: null })
        {
            warnings.Add("the store is not reachable: the window is counted back from now, not from when this step was first seen");
        }

        return seen;
    }

    private void Tell(GateEvaluation evaluation, EvaluateResponse response, Caller caller, TimeSpan took)
    {
        var request = evaluation.Request;
        Log.Decided(
            log,
            response.Verdict,
            Shown.Of(request.Service),
            request.Namespace,
            request.Rollout,
            request.StepWeight,
            EnumNames.Of(request.Mode),
            response.Score,
            response.Summary,
            response.Policy?.Name,
            response.Policy?.Revision,
            response.Decision.Id,
            caller.Name,
            Shown.Of(request.Team),
            response.Evidence?.Posts ?? 0,
            (long)took.TotalMilliseconds);
        metrics.Decided(evaluation, took);
        running.Take(evaluation);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 100,
            Level = LogLevel.Information,
            Message = "Decided {Verdict} for {Service} in {KubernetesNamespace} (rollout {Rollout}, weight {Weight}, mode {Mode}): score {Score}, {Summary}; "
                + "policy {Policy} {Revision}, decision {DecisionId}, token {Token}, team {Team}, {Posts} NerdGraph posts, {ElapsedMilliseconds} ms")]
        public static partial void Decided(
            ILogger logger,
            string verdict,
            string service,
            string? kubernetesNamespace,
            string rollout,
            double? weight,
            string mode,
            double score,
            string summary,
            string? policy,
            string? revision,
            string decisionId,
            string token,
            string team,
            int posts,
            long elapsedMilliseconds);
    }
}
