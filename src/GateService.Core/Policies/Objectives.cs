using GateService.Core.Words;

namespace GateService.Core.Policies;

/// <summary>Apdex of the slice is at least the limit. Errors do not count as frustrated, as in NRQL's <c>apdex()</c>: they have an objective of their own.</summary>
public sealed record ApdexObjective : Objective
{
    /// <summary>Apdex threshold T in seconds: satisfied up to T, tolerating up to 4 T.</summary>
    public required double Threshold { get; init; }

    public override Unit Unit => Unit.Score;

    public override ObjectiveKind Kind => ObjectiveKind.Apdex;
}

/// <summary>Share of requests answered with 5xx or a gRPC code of the server; where an event carries no status at all, share of requests with <c>error</c>.</summary>
public sealed record ErrorRateObjective : Objective
{
    public override Unit Unit => Unit.Share;

    public override ObjectiveKind Kind => ObjectiveKind.ErrorRate;
}

/// <summary>Share of requests that are no error, nor marked as one by the agent though their answer says success.</summary>
public sealed record SuccessRateObjective : Objective
{
    public override Unit Unit => Unit.Share;

    public override ObjectiveKind Kind => ObjectiveKind.SuccessRate;
}

/// <summary>
/// Share of requests that were refused to their caller (400, 401, 403, 404, 409, 422, 429, 499 and others, and what gRPC says for them). Callers make mistakes at all times, so it
/// means nothing by itself; a canary that refuses more than stable does refuses good requests.
/// </summary>
public sealed record RefusalRateObjective : Objective
{
    /// <summary>How many times stable's share the canary may refuse where the policy does not say: callers' mistakes come in bursts, and from one caller at a time.</summary>
    public const double DefaultMargin = 1.5;

    public override Unit Unit => Unit.Share;

    public override ObjectiveKind Kind => ObjectiveKind.RefusalRate;
}

/// <summary>
/// Error lines of the service's log per request of the same slice. What a healthy service logs is its own affair, so without a limit stable is the measure: a canary that
/// logs more errors than stable does something wrong, though it answers 200.
/// </summary>
public sealed record LogErrorsObjective : Objective
{
    /// <summary>How many times stable's rate the canary's may be where the policy does not say: error lines come in bursts.</summary>
    public const double DefaultMargin = 1.5;

    /// <summary>Up to one error line in a hundred requests nothing matters where the policy does not say.</summary>
    public const double DefaultFloor = 0.01;

    public override Unit Unit => Unit.PerRequest;

    public override ObjectiveKind Kind => ObjectiveKind.LogErrors;
}

/// <summary>A quantile of request duration, in seconds.</summary>
public sealed record LatencyObjective : Objective
{
    /// <summary>How many times stable's own quantile the canary's may be where the policy does not say.</summary>
    public const double DefaultMargin = 1.2;

    /// <summary>
    /// How many times stable's own quantile before the rollout the canary's must at least be to fail within its limit: a little slower than stable is what most
    /// changes are, and nobody asked for better than the limit.
    /// </summary>
    private const double FloorMargin = 1.3;

    /// <summary>Quantile between 0 and 1, exclusive, e.g. 0.95.</summary>
    public required double Quantile { get; init; }

    /// <summary>
    /// In seconds, whole microseconds: from where on being slower than stable does harm. The floor, or 1.3 times stable's own quantile before the rollout where that is
    /// more; never over the limit. Null: the limit, because there is no floor, or nobody knows stable's past.
    /// </summary>
    /// <param name="own">Stable's quantile before the rollout, in seconds; null where it is not known.</param>
    public double? HarmfulFrom(double? own) => Floor is { } floor && own is { } stable ? Math.Round(Math.Max(floor, Math.Max(FloorMargin, Margin ?? 0) * stable), 6) : null;

    public override Unit Unit => Unit.Seconds;

    public override ObjectiveKind Kind => ObjectiveKind.Latency;
}

/// <summary>A team's own indicator, from reviewed NRQL fragments with declared parameters.</summary>
public sealed record KpiObjective : Objective
{
    public required KpiDefinition Definition { get; init; }

    public override Unit Unit => Definition.Form switch
    {
        KpiForm.Ratio => Unit.Share,
        KpiForm.Rate or KpiForm.Sum => Definition.Per == KpiPer.Request ? Unit.PerRequest : Unit.PerMinute,
        KpiForm.Mean or KpiForm.Percentile or KpiForm.UniqueCount or KpiForm.Gauge => Unit.Count,
    };

    public override ObjectiveKind Kind => ObjectiveKind.Kpi;
}

/// <summary>Health of the canary's pods, from Kubernetes samples.</summary>
public sealed record PodHealthObjective : Objective
{
    public required PodSignal Signal { get; init; }

    public override Unit Unit => Signal == PodSignal.Restarts ? Unit.Count : Unit.Share;

    public override ObjectiveKind Kind => Signal switch
    {
        PodSignal.Running => ObjectiveKind.PodsRunning,
        PodSignal.Ready => ObjectiveKind.PodsReady,
        PodSignal.Restarts => ObjectiveKind.PodRestarts,
    };
}

/// <summary>Lag of the queue the service consumes; shared by all versions, so there is no slice to compare.</summary>
public sealed record QueueLagObjective : Objective
{
    public required QueueDefinition Queue { get; init; }

    public override Unit Unit => Queue.System == QueueSystem.Sqs ? Unit.Seconds : Unit.Count;

    public override ObjectiveKind Kind => ObjectiveKind.QueueLag;
}
