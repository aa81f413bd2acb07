using GateService.Callers;
using GateService.Core;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.Policies;
using GateService.Shadows;
using GateService.Telemetry;
using GateService.Wire;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Gates;

/// <summary>
/// Takes a valid request through one evaluation within one deadline: anchor, evaluate, keep, tell. Whatever New Relic, the store or a bug of ours do,
/// an answer comes out in time, and nothing after the verdict changes it.
/// </summary>
internal sealed partial class GateDesk(
    GateEvaluator evaluator, IEvidenceSource source, PolicyStore policies, DecisionStore store, Messenger messenger, UnkeptMessages unkept, GateMetrics metrics, RunningRollouts running,
    PublicAddress address, ShippedChanges changes, ShadowDesk shadows, Guarded guarded, TimeProvider time, ILogger<GateDesk> log)
{
    /// <summary>Share of the deadline that the first sight of a step may take.</summary>
    private const double Anchoring = 0.1;

    /// <summary>Share after which New Relic is given up; its budget ends before, so that its own words about why it was late still make it into the answer.</summary>
    private const double Evaluating = 0.95;

    private const double Asking = 0.85;

    public async Task<WrittenAnswer> EvaluateAsync(GateRequest request, Caller caller, EvaluationCall call, CancellationToken ct)
    {
        var (deadline, now) = (call.Deadline, time.GetUtcNow());
        var id = DecisionId.New(now);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["DecisionId"] = id });
        using var span = GateTracing.Start(Spans.Evaluate);
        span?.SetTag(Tags.Decision, id).SetTag(Tags.Service, request.Service).SetTag(Tags.Rollout, request.Rollout);
        var warnings = new List<string>([.. call.Warnings, .. policies.Current.Warnings]);
        var seen = request.At is null && store.IsEnabled ? await AnchorAsync(request, now, deadline, warnings, ct) : null;
        request = await changes.CompleteAsync(request, deadline, ct);
        var anchored = deadline.Elapsed;
        var watched = new WatchedEvidence(source, metrics, time);
        var evaluation = await EvaluateWithinAsync(request, seen, deadline, watched, ct);
        var answer = FiniteNumbers.Only(evaluation, new DecisionReference(id, new Uri(address.Base, $"/v1/decisions/{id}").ToString()), warnings);
        var judged = deadline.Elapsed;
        if (store.IsEnabled)
        {
            var timings = new DecisionTimings(anchored.TotalMilliseconds, watched.Took.TotalMilliseconds, (judged - anchored).TotalMilliseconds);
            var record = new DecisionRecord(DecisionRecord.CurrentFormat, id, now, answer.Evaluation, answer.Response.Decision!.Url, warnings, timings);
            answer = await KeepAsync(record, answer, deadline, ct);
        }

        span?.SetTag(Tags.Verdict, EnumNames.Of(answer.Response.Verdict)).SetTag(Tags.PolicyRevision, answer.Response.Policy?.Revision);
        guarded.Try("tell of a decision", () => Tell(answer.Evaluation, id, answer.Response, caller, deadline.Elapsed));
        return answer;
    }

    private async Task<WrittenAnswer> KeepAsync(DecisionRecord record, WrittenAnswer answer, Remaining deadline, CancellationToken ct)
    {
        using var span = GateTracing.Start(Spans.Keep);
        // Who is late already is not made later by writing out what there is no time to keep.
        var isKept = !deadline.IsOver && await guarded.TryAsync(
            "keep a decision",
            async () =>
            {
                var stored = StoredDecision.Of(record, answer.Response);
                var messages = messenger.About(record.Evaluation, answer.Response, stored, address.Base);
                if (!await store.TryKeepAsync(stored, messages, deadline.Left, ct))
                {
                    return false;
                }

                if (messages is not null)
                {
                    messenger.Ring();
                }

                return true;
            },
            () => false,
            ct);
        if (isKept)
        {
            guarded.Try("let a shadow policy judge", () => shadows.Offer(record));
        }
        else
        {
            guarded.Try("tell of a decision that is not kept", () => unkept.Offer(record, answer.Response, address.Base));
        }

        return isKept ? answer : answer.Warning("this decision could not be stored, and its link will not work");
    }

    private async Task<GateEvaluation> EvaluateWithinAsync(GateRequest request, FirstSight? seen, Remaining deadline, WatchedEvidence watched, CancellationToken ct)
    {
        var before = deadline.Elapsed;
        using var overrun = deadline.Ending(Evaluating);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, overrun.Token);
        try
        {
            return await guarded.TryAsync(
                "judge a rollout",
                async () =>
                {
                    try
                    {
                        either.Token.ThrowIfCancellationRequested();
                        var moment = new EvaluationMoment(time.GetUtcNow(), seen?.Step, seen?.Rollout)
                        {
                            EarlierAttempt = seen?.Earlier,
                            WasAsked = seen is null ? null : (from, to, token) => store.TryWasAskedAsync(StepAnchor.Of(request), from, to, deadline.AtMost(deadline.Total * Anchoring), token),
                        };
                        return await evaluator.EvaluateAsync(request, Resolve(request), moment, watched, deadline.AtMost(deadline.Left * Asking), either.Token).WaitAsync(either.Token);
                    }
                    catch (OperationCanceledException) when (overrun.IsCancellationRequested && !ct.IsCancellationRequested)
                    {
                        metrics.ErrorSeen("deadline");
                        return GateEvaluator.Inconclusive(request, null, LateAnswer.Words(deadline.Total, before, watched.IsAsking));
                    }
                },
                () => GateEvaluator.Inconclusive(request, null, "the gate failed while judging this: a bug of its own, not the rollout's; its log (event 102) says more"),
                ct);
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

    private async Task<FirstSight?> AnchorAsync(GateRequest request, DateTimeOffset now, Remaining deadline, List<string> warnings, CancellationToken ct)
    {
        if (request.CanaryHash is null)
        {
            return null;
        }

        var seen = await guarded.TryAsync(
            "anchor a step", () => store.TryAnchorAsync(StepAnchor.Of(request), now, deadline.AtMost(deadline.Total * Anchoring), ct), () => null, ct);
        if (seen is null && request is { StepStartedAt: null })
        {
            warnings.Add("the store is not reachable: the window is counted back from now, not from when this step was first seen");
        }

        return seen;
    }

    private void Tell(GateEvaluation evaluation, string id, EvaluateResponse response, Caller caller, TimeSpan took)
    {
        var request = evaluation.Request;
        Log.Decided(
            log,
            EnumNames.Of(response.Verdict),
            Shown.Of(request.Service),
            request.Namespace,
            request.Rollout,
            request.Cluster,
            request.StepWeight,
            EnumNames.Of(request.Mode),
            response.Score,
            response.Summary,
            response.Policy?.Name,
            response.Policy?.Revision,
            id,
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
            Message = "Decided {Verdict} for {Service} in {KubernetesNamespace} (rollout {Rollout}, cluster {Cluster}, weight {Weight}, mode {Mode}): score {Score}, {Summary}; "
                + "policy {Policy} {Revision}, decision {DecisionId}, token {Token}, team {Team}, {Posts} NerdGraph posts, {ElapsedMilliseconds} ms")]
        public static partial void Decided(
            ILogger logger,
            string verdict,
            string service,
            string? kubernetesNamespace,
            string rollout,
            string? cluster,
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
