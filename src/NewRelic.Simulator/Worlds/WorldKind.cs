namespace NewRelic.Simulator.Worlds;

/// <summary>What is true of a world; <see cref="Truth"/> says what a gate should make of it.</summary>
internal enum WorldKind
{
    Healthy,
    SlowQueryPlan,
    ErrorBurst,
    OwnRegression,
    TotalFailureBurst,
    UpstreamDegraded,
    OutageBeforeStart,
    OwnRegressionInOutage,
    NPlusOne,
    CanaryOverloadsDependency,
    ShortenedTimeout,
    ZoneSkew,
    RetryMasking,
    RetryStorm,
    StarvedCanary,
    NoTraffic,
    Idle,
    ColdStart,
    WeightNotApplied,
    OneBadClient,
    FixDuringIncident,
    PodCrashLoop,
    QueueLag,
    ConversionDrop,
}
