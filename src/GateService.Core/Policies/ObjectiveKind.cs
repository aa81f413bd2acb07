namespace GateService.Core.Policies;

/// <summary>What kind of thing a finding is about. Files, JSON and logs have the names in camelCase.</summary>
public enum ObjectiveKind
{
    /// <summary>Apdex of requests.</summary>
    Apdex,

    /// <summary>Share of requests answered with 5xx.</summary>
    ErrorRate,

    /// <summary>Share of requests that did not fail in any way.</summary>
    SuccessRate,

    /// <summary>A quantile of request duration.</summary>
    Latency,

    /// <summary>Share of requests refused as the caller's mistake.</summary>
    RefusalRate,

    /// <summary>Error lines of the service's log per request.</summary>
    LogErrors,

    /// <summary>A team's own indicator.</summary>
    Kpi,

    /// <summary>Share of the canary's pods that run.</summary>
    PodsRunning,

    /// <summary>Share of the canary's pods that are ready.</summary>
    PodsReady,

    /// <summary>Restarts of the canary's pods.</summary>
    PodRestarts,

    /// <summary>Lag of the queue the service consumes.</summary>
    QueueLag,

    /// <summary>Errors that are suspected to be others'. No policy has it: the gate adds it beside the objectives.</summary>
    Dependencies,

    /// <summary>Whether the canary reports at all while stable is busy. No policy has it: the gate adds it where it fell silent.</summary>
    Traffic,

    /// <summary>Whether stable got worse when the canary came. No policy has it: the gate adds it where it did.</summary>
    Stable,
}
