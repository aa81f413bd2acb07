namespace GateService.Core.Requests;

/// <summary>What is shipped, as the caller tells it: shown to people beside the verdict, and never judged by. Addresses are absolute, http or https.</summary>
public sealed record Change
{
    /// <summary>Container image of the canary, such as <c>registry.example.com/shop/checkout:1.4.2</c>.</summary>
    public string? Image { get; init; }

    /// <summary>Commit that the canary was built from.</summary>
    public string? Commit { get; init; }

    /// <summary>Commit that stable was built from.</summary>
    public string? StableCommit { get; init; }

    /// <summary>Who made the change.</summary>
    public string? Author { get; init; }

    /// <summary>Address of the pull request.</summary>
    public string? PullRequest { get; init; }

    /// <summary>Address of the difference between both commits.</summary>
    public string? Diff { get; init; }

    /// <summary>Address at which the rollout is watched and steered, such as Argo's dashboard.</summary>
    public string? Link { get; init; }

    /// <summary>Address of what to do when this service fails.</summary>
    public string? Runbook { get; init; }
}
