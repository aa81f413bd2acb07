namespace GateService.History;

/// <summary>When a step, and its rollout, were first asked about; and when the same version was last asked about before that, in an attempt that is over: null where it was not.</summary>
internal sealed record FirstSight(DateTimeOffset Step, DateTimeOffset Rollout, DateTimeOffset? Earlier = null);
