namespace GateService.Demo.Argo;

/// <summary>How a rollout ends, in Argo's words.</summary>
public enum RolloutPhase
{
    /// <summary>All steps done, the canary is the new stable version.</summary>
    Healthy,

    /// <summary>Aborted: all traffic is back on the stable version.</summary>
    Degraded,

    /// <summary>Held at its weight until a person promotes or aborts.</summary>
    Paused,
}
