using GateService.History;
using GateService.Wire;

namespace GateService.Tests.History;

/// <summary>Decisions with good defaults; a test states what matters to it.</summary>
internal static class Decisions
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static StoredDecision Of(DateTimeOffset? at = null, string service = "checkout", string? rollout = null, string verdict = "pass", string team = "shop-team", string @namespace = "shop") => new()
    {
        Id = DecisionId.New(at ?? Noon),
        At = (at ?? Noon).ToUnixTimeMilliseconds(),
        Moment = (at ?? Noon).ToUnixTimeMilliseconds(),
        Past = 0,
        Team = team,
        Service = service,
        Namespace = @namespace,
        Rollout = rollout ?? service,
        CanaryHash = "5c6d7e8f",
        Mode = "step",
        Step = "weight 5",
        Weight = 5,
        Verdict = verdict,
        Score = 62.5,
        Summary = "all is well",
        Policy = "http-default",
        Revision = "0123456789ab",
        Format = DecisionRecord.CurrentFormat,
        Points = "[]",
        Body = [1, 2, 3],
    };

    public static async Task KeepAsync(this Engine engine, params StoredDecision[] decisions)
    {
        foreach (var decision in decisions)
        {
            (await engine.Store.TryKeepAsync(decision, null, Engine.Patient, default)).ShouldBeTrue();
        }
    }
}
