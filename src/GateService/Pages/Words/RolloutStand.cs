namespace GateService.Pages.Words;

/// <summary>Where a rollout stands.</summary>
public enum RolloutStand
{
    /// <summary>Its newest decision of some mode is a fail.</summary>
    Failed,

    /// <summary>A step, or the look before the first, is inconclusive.</summary>
    Held,

    RollingOut,

    /// <summary>It passed at full traffic.</summary>
    Completed,
}
