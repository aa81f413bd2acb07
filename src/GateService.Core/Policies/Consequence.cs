namespace GateService.Core.Policies;

/// <summary>What harm does to the rollout once it is shown.</summary>
public enum Consequence
{
    /// <summary>The verdict is fail: Argo aborts.</summary>
    Fail,

    /// <summary>The verdict is inconclusive: the rollout stands still, and a person aborts or promotes it.</summary>
    Hold,
}
