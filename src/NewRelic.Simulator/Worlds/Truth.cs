namespace NewRelic.Simulator.Worlds;

/// <summary>What a perfect gate would answer, and why.</summary>
/// <param name="Verdict"><c>pass</c>, <c>fail</c> or <c>inconclusive</c>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Slice">Where it shows: <c>canary</c>, <c>both</c> or <c>none</c>.</param>
/// <param name="Dependency">The dependency that fails, if one does.</param>
/// <param name="From">Virtual moment from which it is so; null: the canary has not been given any traffic yet.</param>
internal sealed record Truth(string Verdict, string Reason, string Slice, string? Dependency, DateTimeOffset? From)
{
    public static Truth Of(WorldSpec spec, DateTimeOffset? canarySince) => spec.Kind switch
    {
        WorldKind.Healthy => new("pass", "nothing is wrong", "none", null, canarySince),
        WorldKind.SlowQueryPlan => new("fail", "a query of the canary lost its index: databaseDuration and duration rise, Apdex falls, no errors", "canary", null, canarySince),
        WorldKind.ErrorBurst => new("fail", "the canary throws NullReferenceException and answers 500", "canary", null, canarySince),
        WorldKind.UpstreamDegraded => new("inconclusive", "a dependency answers 503 to both slices alike: the change is not to blame and cannot be judged", "both", spec.Dependency, spec.UpstreamFailsFrom),
        WorldKind.NoTraffic => new("inconclusive", "the canary gets no requests while stable is busy", "canary", null, canarySince),
        WorldKind.Idle => new("inconclusive", "neither slice gets requests", "both", null, spec.Start),
        WorldKind.ColdStart => new("pass", "each canary pod is slow for its first 90 seconds and sound from then on", "canary", null, canarySince + WorldSpec.ColdFor + WorldSpec.PodsStartWithin),
        WorldKind.PodCrashLoop => new("fail", "canary pods restart over and over and are not ready", "canary", null, canarySince),
        WorldKind.QueueLag => new("fail", "consumers of the new version do not keep up: lag grows without end", "canary", null, canarySince),
        WorldKind.ConversionDrop => new("fail", "HTTP is fine, but fewer checkouts of the canary end well", "canary", null, canarySince),
        _ => new("fail", "the canary calls its dependency six times as often until it fails both slices: the change did it", "both", spec.Dependency, canarySince + WorldSpec.OverloadBuildsUp),
    };
}
