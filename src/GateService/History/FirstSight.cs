namespace GateService.History;

/// <summary>When a step, and its rollout, were first asked about.</summary>
internal sealed record FirstSight(DateTimeOffset Step, DateTimeOffset Rollout);
