namespace NewRelic.Simulator.Worlds;

/// <summary>What a perfect gate would answer, and why.</summary>
/// <param name="Verdict"><c>pass</c>, <c>fail</c> or <c>inconclusive</c>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Slice">Where it shows: <c>canary</c>, <c>stable</c>, <c>both</c> or <c>none</c>.</param>
/// <param name="Dependency">The dependency that fails, if one does.</param>
/// <param name="From">Virtual moment from which it is so; null: the canary has not been given any traffic yet.</param>
internal sealed record Truth(string Verdict, string Reason, string Slice, string? Dependency, DateTimeOffset? From)
{
    /// <summary>What really happened to the canary.</summary>
    public SliceCounts? Canary { get; init; }

    /// <summary>What really happened to stable.</summary>
    public SliceCounts? Stable { get; init; }

    /// <summary>What a world's traits make of the verdict of its kind.</summary>
    public static Truth Of(WorldSpec spec, DateTimeOffset? canarySince)
    {
        var plain = OfKind(spec, canarySince);
        return spec.Traits switch
        {
            _ when spec.Logs is { CanaryErrors: > 0 } && plain.Verdict == "pass" => new("fail", "the canary answers 200 and logs errors that stable does not", "canary", null, canarySince),
            { BrokenStable: > 0 } => new("fail", "the canary's migration breaks the database for stable: its requests fail since the canary began", "stable", spec.Database, canarySince),
            { BrokenCanary: > 0 } => new("fail", "the canary fails a share of its requests by its own doing", "canary", null, canarySince),
            { IngressErrors: > 0 } => new("fail", "the ingress answers 502 for the canary: users are failed, and no pod knows of it", "canary", null, canarySince),
            { FallsSilentAfter: { } after } when plain.Verdict == "pass" => new("inconclusive", "the canary serves, and its agent has fallen silent", "canary", null, canarySince + after),
            _ => plain,
        };
    }

    private static Truth OfKind(WorldSpec spec, DateTimeOffset? canarySince) => spec.Kind switch
    {
        WorldKind.Healthy => new("pass", "nothing is wrong", "none", null, canarySince),
        WorldKind.SlowQueryPlan => new("fail", "a query of the canary lost its index: databaseDuration and duration rise, Apdex falls, no errors", "canary", null, canarySince),
        WorldKind.ErrorBurst => new("fail", "the canary throws NullReferenceException and answers 500", "canary", null, canarySince),
        WorldKind.OwnRegression => new("fail", "the canary throws NullReferenceException in one request of a hundred", "canary", null, canarySince),
        WorldKind.TotalFailureBurst => new("fail", "the canary fails every request for two minutes and recovers", "canary", null, canarySince + TimeSpan.FromMinutes(3)),
        WorldKind.UpstreamDegraded => new("pass", "a dependency answers 502 or 503 to both slices alike for twenty minutes: the change is not to blame", "both", spec.Dependency, spec.UpstreamFailsFrom),
        WorldKind.OutageBeforeStart => new("inconclusive", "a dependency fails both slices since before the rollout: not to be started into", "both", spec.Dependency, spec.Start - WorldSpec.OutageBefore),
        WorldKind.OwnRegressionInOutage => new("fail", "while a dependency fails both slices, the canary throws NullReferenceException in one request of a hundred", "canary", null, canarySince),
        WorldKind.NPlusOne => new("fail", "the canary asks the database four times as often until its own pool is exhausted", "canary", $"postgres.{spec.Namespace}.svc.cluster.local", canarySince),
        WorldKind.CanaryOverloadsDependency => new("fail", "the canary calls its dependency six times as often until it fails both slices: the change did it", "both", spec.Dependency, canarySince + WorldSpec.OverloadBuildsUp),
        WorldKind.ShortenedTimeout => new("fail", "the canary gives up on its dependency after 0.2 s where stable waits for 2 s", "canary", spec.Dependency, canarySince),
        WorldKind.ZoneSkew => new("inconclusive", "a dependency fails both slices, the canary's zone a little more", "both", spec.Dependency, spec.UpstreamFailsFrom),
        WorldKind.RetryMasking => new("pass", "the canary tries each call 2.6 times and succeeds: worth a warning", "canary", spec.Dependency, canarySince),
        WorldKind.RetryStorm => new("fail", "the canary calls its dependency three times as often, and it fails both slices", "both", spec.Dependency, canarySince),
        WorldKind.StarvedCanary => new("fail", "the canary has too little CPU: everything it does takes longer, its calls too", "canary", null, canarySince),
        WorldKind.NoTraffic => new("inconclusive", "the canary gets no requests while stable is busy", "canary", null, canarySince),
        WorldKind.Idle => new("inconclusive", "neither slice gets requests", "both", null, spec.Start),
        WorldKind.ColdStart => new("pass", "each canary pod is slow for its first 90 seconds and sound from then on", "canary", null, canarySince + WorldSpec.ColdFor + WorldSpec.PodsStartWithin),
        WorldKind.WeightNotApplied => new("inconclusive", "the canary gets 4.4 times the share that the weight says, and worse clients with it", "canary", null, canarySince),
        WorldKind.OneBadClient => new("pass", "one tenant sends forty broken requests to the canary in twenty seconds", "canary", null, canarySince + TimeSpan.FromMinutes(4)),
        WorldKind.FixDuringIncident => new("pass", "stable fails 8 % of its requests by itself, the canary mends nearly all of it", "stable", null, canarySince),
        WorldKind.PodCrashLoop => new("fail", "canary pods restart over and over and are not ready", "canary", null, canarySince),
        WorldKind.QueueLag => new("fail", "consumers of the new version do not keep up: lag grows without end", "canary", null, canarySince),
        _ => new("fail", "HTTP is fine, but fewer checkouts of the canary end well", "canary", null, canarySince),
    };
}
