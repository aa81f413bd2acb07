namespace GateService.Core.Requests;

/// <summary>What the clock and the store know when a request is judged; passed in, so that judging stays a pure function.</summary>
/// <param name="Now">The wall clock.</param>
/// <param name="StepFirstSeen">
/// When this (rollout, canary hash, step) was first asked about; null on a past evaluation (<see cref="GateRequest.At"/>).
/// The request's <see cref="GateRequest.StepStartedAt"/> wins over it.
/// </param>
/// <param name="RolloutFirstSeen">
/// When this (rollout, canary hash) was first asked about, whatever the step; <see cref="GateRequest.RolloutStartedAt"/> wins over it.
/// </param>
public sealed record EvaluationMoment(DateTimeOffset Now, DateTimeOffset? StepFirstSeen = null, DateTimeOffset? RolloutFirstSeen = null)
{
    /// <summary>
    /// The last question about an earlier attempt of the same canary hash, under another revision of Argo's or before a silence that ended it; null where nobody asked before. What was seen until then is no
    /// evidence about this attempt; <see cref="GateRequest.RolloutStartedAt"/> wins over it.
    /// </summary>
    public DateTimeOffset? EarlierAttempt { get; init; }

    /// <summary>Whether the rollout was asked about between two moments, and null where that is not known; null where nobody remembers.</summary>
    public Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<bool?>>? WasAsked { get; init; }
}
