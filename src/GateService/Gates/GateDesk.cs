using System.Diagnostics;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Policies;
using Microsoft.Extensions.Options;

namespace GateService.Gates;

/// <summary>
/// Takes a valid request through one evaluation within one deadline: anchor, evaluate, keep, log. Whatever New Relic or the store do,
/// an answer comes out in time, and nothing after the verdict changes it.
/// </summary>
internal sealed partial class GateDesk(
    GateEvaluator evaluator, IEvidenceSource source, PolicyStore policies, DecisionStore store, IOptions<GateOptions> options, TimeProvider time, ILogger<GateDesk> log)
{
    public async Task<EvaluateResponse> EvaluateAsync(GateRequest request, Caller caller, EvaluationCall call, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var deadline = call.Timeout is { } asked && asked < options.Value.Deadline ? asked : options.Value.Deadline;
        var warnings = new List<string>(call.Warnings);
        var seen = request.At is null ? await AnchorAsync(request, deadline * 0.1, warnings, ct) : null;
        var evaluation = await EvaluateWithinAsync(request, seen, deadline - time.GetElapsedTime(started), ct);
        var now = time.GetUtcNow();
        var id = DecisionId.New(now);
        var decision = new DecisionReference(id, new Uri(options.Value.PublicUrl ?? call.BaseUrl, $"/v1/decisions/{id}").ToString());
        var response = EvaluateResponses.Of(evaluation, decision, warnings);
        if (!await store.TryKeepAsync(StoredDecision.Of(evaluation, response, now), deadline - time.GetElapsedTime(started), ct))
        {
            response = response with { Warnings = [.. response.Warnings, "this decision could not be stored, and its link will not work"] };
        }

        Tell(evaluation, response, caller, time.GetElapsedTime(started));
        return response;
    }

    private async Task<GateEvaluation> EvaluateWithinAsync(GateRequest request, FirstSight? seen, TimeSpan deadline, CancellationToken ct)
    {
        // New Relic's budget ends before ours, so that its own words about why it was late still make it into the answer.
        var budget = deadline * 0.85;
        using var overrun = new CancellationTokenSource(deadline * 0.95, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, overrun.Token);
        var moment = new EvaluationMoment(time.GetUtcNow(), seen?.Step, seen?.Rollout);
        try
        {
            var resolution = policies.Current.Catalog.Resolve(request);
            return FiniteNumbers.Only(await evaluator.EvaluateAsync(request, resolution, moment, source, budget, either.Token).WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return GateEvaluator.Inconclusive(request, null, $"the gate did not get an answer together within its deadline of {deadline.TotalSeconds:0.#} s");
        }
    }

    private async Task<FirstSight?> AnchorAsync(GateRequest request, TimeSpan limit, List<string> warnings, CancellationToken ct)
    {
        if (request.CanaryHash is null)
        {
            return null;
        }

        var seen = await store.TryAnchorAsync(StepAnchor.Of(request), time.GetUtcNow(), limit, ct);
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
        Activity.Current?.SetTag("gate.verdict", response.Verdict);
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
