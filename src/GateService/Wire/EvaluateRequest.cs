using GateService.Core.Requests;

namespace GateService.Wire;

/// <summary>
/// A question to the gate as it stands on the wire. Every field may be a JSON string or a number, because Argo sends everything as a string;
/// an empty string means unknown.
/// </summary>
public sealed record EvaluateRequest
{
    /// <summary>Required. The name the service reports to New Relic under (appName in the default policy); 1 to 255 characters.</summary>
    public string? Service { get; init; }

    /// <summary>Kubernetes namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the Kubernetes cluster as New Relic's metadata has it (clusterName). Needed where two clusters of an account run the same names.</summary>
    public string? Cluster { get; init; }

    /// <summary>Name of the Rollout object; pods are named rollout-hash-xxxxx. Default: the service.</summary>
    public string? Rollout { get; init; }

    /// <summary>Team whose policy layer applies. Default: the token's team.</summary>
    public string? Team { get; init; }

    /// <summary>canary (default), blueGreen or rolling.</summary>
    public string? Strategy { get; init; }

    /// <summary>step (default), background or preflight.</summary>
    public string? Mode { get; init; }

    /// <summary>Pod template hash of the new version.</summary>
    public string? CanaryHash { get; init; }

    /// <summary>Pod template hash of the current version.</summary>
    public string? StableHash { get; init; }

    /// <summary>Argo's revision of the Rollout (annotation rollout.argoproj.io/revision): tells attempts with the same hash apart.</summary>
    public string? Revision { get; init; }

    /// <summary>Argo's zero-based step index.</summary>
    public string? StepIndex { get; init; }

    /// <summary>Canary share of traffic in percent, 0 to 100.</summary>
    public string? StepWeight { get; init; }

    /// <summary>When the step began: ISO-8601 or epoch milliseconds. Default: when the gate was first asked about it, less the window.</summary>
    public string? StepStartedAt { get; init; }

    /// <summary>When the rollout began: ISO-8601 or epoch milliseconds.</summary>
    public string? RolloutStartedAt { get; init; }

    /// <summary>How far back to look: 10m, 1h30m, PT10M or seconds; 10 seconds to 24 hours. Default: the policy's.</summary>
    public string? Window { get; init; }

    /// <summary>Name of the policy. Default: the service's, else the team's, else the organisation's for the strategy.</summary>
    public string? Policy { get; init; }

    /// <summary>Evaluate as of this past moment: ISO-8601 or epoch milliseconds. Default: now.</summary>
    public string? At { get; init; }

    /// <summary>Values for the declared parameters of KPI objectives; at most 32.</summary>
    public IReadOnlyDictionary<string, string>? Args { get; init; }

    /// <summary>What is shipped: shown beside the verdict, on pages, in lists and messages, and never judged by. Texts of at most 512 characters, addresses (http, https) of at most 2048; what is neither is left out with a warning.</summary>
    public Change? Change { get; init; }
}
