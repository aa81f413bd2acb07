namespace GateService.Notifications;

/// <summary>What a message tells of.</summary>
public enum AnnouncedEvent
{
    /// <summary>Any decision; for machines.</summary>
    Decided,

    /// <summary>The rollout failed: Argo aborts it, unless its metric tolerates a fail.</summary>
    Failed,

    /// <summary>A step is inconclusive: the rollout does not go on.</summary>
    Held,

    /// <summary>A step that failed or was held passes, and nothing else of the rollout fails or is held.</summary>
    Recovered,

    /// <summary>The rollout passed at full traffic, in all that was asked about it.</summary>
    Completed,
}
