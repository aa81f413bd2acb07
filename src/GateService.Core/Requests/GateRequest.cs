namespace GateService.Core.Requests;

/// <summary>
/// One question to the gate, already validated: is the change shipped by this rollout good enough to go on?
/// Argo calls the act of asking a measurement; our record of the answer is a decision.
/// </summary>
public sealed record GateRequest
{
    /// <summary>The name the service reports to New Relic under (<c>appName</c> in the default policy).</summary>
    public required string Service { get; init; }

    /// <summary>Kubernetes namespace, or null when the caller did not say.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the Kubernetes cluster, as New Relic's metadata has it, or null when the caller did not say.</summary>
    public string? Cluster { get; init; }

    /// <summary>Name of the Rollout object; pods are named <c>&lt;rollout&gt;-&lt;hash&gt;-xxxxx</c>.</summary>
    public required string Rollout { get; init; }

    public string? Team { get; init; }

    public Strategy Strategy { get; init; } = Strategy.Canary;

    public GateMode Mode { get; init; } = GateMode.Step;

    /// <summary>Pod template hash of the new version, exactly as the caller sent it; null when unknown.</summary>
    public string? CanaryHash { get; init; }

    /// <summary>Pod template hash of the current version, exactly as the caller sent it; null when unknown.</summary>
    public string? StableHash { get; init; }

    /// <summary>Argo's count of the Rollout's revisions: the same version rolled out again has another; null when unknown.</summary>
    public string? Revision { get; init; }

    /// <summary>Argo's zero-based <c>status.currentStepIndex</c>.</summary>
    public int? StepIndex { get; init; }

    /// <summary>Canary share of traffic in percent, 0 to 100; null when unknown (a background run cannot know it).</summary>
    public double? StepWeight { get; init; }

    public DateTimeOffset? StepStartedAt { get; init; }

    public DateTimeOffset? RolloutStartedAt { get; init; }

    /// <summary>How far back to look; null takes the policy's.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Name of the policy to judge by; null lets the catalog choose by service, team and strategy.</summary>
    public string? Policy { get; init; }

    /// <summary>Values for the declared parameters of KPI objectives.</summary>
    public IReadOnlyDictionary<string, string> Args { get; init; } = new Dictionary<string, string>();

    /// <summary>What is shipped, for people; null where the caller did not say.</summary>
    public Change? Change { get; init; }

    /// <summary>Evaluate as of this past moment; null means now.</summary>
    public DateTimeOffset? At { get; init; }
}
