namespace GateService.Core.Requests;

/// <summary>When in a rollout the gate is asked.</summary>
public enum GateMode
{
    /// <summary>At the end of a step: may the rollout go on to the next weight?</summary>
    Step,

    /// <summary>All along, beside the steps; step and weight are unknown.</summary>
    Background,

    /// <summary>Before the first step: is the current version healthy enough to start at all?</summary>
    Preflight,
}
