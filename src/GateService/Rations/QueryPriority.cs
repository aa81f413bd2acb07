namespace GateService.Rations;

/// <summary>Who goes first where an account takes no more queries in a minute than it has left.</summary>
internal enum QueryPriority
{
    /// <summary>A step waits for the answer, or something is wrong and must be explained.</summary>
    Step,

    /// <summary>Beside the steps, about a rollout in which nothing was wrong the last time: it may wait.</summary>
    Background,
}
