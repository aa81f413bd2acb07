namespace GateService.Core.Policies;

/// <summary>What a judge wants to be given; what it does not ask for is not gathered for it.</summary>
public sealed record JudgeNeeds
{
    /// <summary>Evidence bucket by bucket since the rollout began, each bucket held against the limit of its own step. False: the window is enough.</summary>
    public bool Span { get; init; }

    /// <summary>Stable's past, and its pods one by one.</summary>
    public bool Pods { get; init; }

    /// <summary>A share of the error budget of the rollout.</summary>
    public bool Budget { get; init; }

    /// <summary>Errors without those that are booked elsewhere.</summary>
    public bool Attribution { get; init; }
}
