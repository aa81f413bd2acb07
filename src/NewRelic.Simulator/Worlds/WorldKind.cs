namespace NewRelic.Simulator.Worlds;

/// <summary>What is true of a world; <see cref="Truth"/> says what a gate should make of it.</summary>
internal enum WorldKind
{
    Healthy,
    SlowQueryPlan,
    ErrorBurst,
    UpstreamDegraded,
    NoTraffic,
    Idle,
    ColdStart,
    PodCrashLoop,
    QueueLag,
    ConversionDrop,
    CanaryOverloadsDependency,
}
