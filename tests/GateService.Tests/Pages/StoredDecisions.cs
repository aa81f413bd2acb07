using GateService.History;

namespace GateService.Tests.Pages;

/// <summary>Rows as they are kept; their bodies are no records, which only the page of a decision reads.</summary>
internal static class StoredDecisions
{
    public static StoredDecision Of(DecisionRow row) => new()
    {
        Id = row.Id,
        At = row.At,
        Moment = row.Moment,
        Past = row.Past,
        Team = row.Team,
        Service = row.Service,
        Namespace = row.Namespace,
        Rollout = row.Rollout,
        CanaryHash = row.CanaryHash,
        Mode = row.Mode,
        Step = row.Step,
        Weight = row.Weight,
        Verdict = row.Verdict,
        Score = row.Score,
        Summary = row.Summary,
        Policy = row.Policy,
        Revision = row.Revision,
        Format = DecisionRecord.CurrentFormat,
        Points = row.Points!,
        Gist = row.Gist!,
        Body = [],
    };
}
