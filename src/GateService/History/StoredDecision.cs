using System.Text.Json;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Gates;
using GateService.Http;

namespace GateService.History;

/// <summary>A decision as it is kept: a few columns to find it by, and the document people read.</summary>
internal sealed record StoredDecision(
    string Id, long At, string Service, string Namespace, string Rollout, string CanaryHash, string Team, string Verdict, string Document)
{
    public static StoredDecision Of(GateEvaluation evaluation, EvaluateResponse response, DateTimeOffset now)
    {
        var request = evaluation.Request;
        return new StoredDecision(
            response.Decision.Id,
            now.ToUnixTimeMilliseconds(),
            request.Service,
            request.Namespace ?? "",
            request.Rollout,
            request.CanaryHash ?? "",
            request.Team ?? "",
            EnumNames.Of(evaluation.Verdict),
            JsonSerializer.Serialize(new DecisionDocument(now, request, response), JsonAnswer.Options));
    }
}
