using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>How the requests of one slice go at one moment: the truth of a world in numbers.</summary>
internal sealed record Behaviour
{
    /// <summary>What every service has: a request in some thousand fails by itself.</summary>
    public const double OrdinaryErrors = 0.0006;

    /// <summary>Share of requests that end in <see cref="OwnError"/>.</summary>
    public double OwnErrors { get; init; }

    public Failure OwnError { get; init; } = new("System.NullReferenceException", "Object reference not set to an instance of an object.");

    /// <summary>Share of requests that payments-api fails.</summary>
    public double DependencyFailures { get; init; }

    /// <summary>Who made it fail: the truth behind those errors.</summary>
    public string FailuresComeFrom { get; init; } = Failure.Upstream;

    /// <summary>Calls of payments-api in a request that calls it.</summary>
    public double ExternalCalls { get; init; } = 1;

    /// <summary>Seconds after which the service gives up on payments-api; 0: it answers 502 or 503 at once.</summary>
    public double GivesUpAfter { get; init; }

    /// <summary>Share of requests that the database fails.</summary>
    public double DatabaseFailures { get; init; }

    /// <summary>Factor on the one to three statements of a request.</summary>
    public double DatabaseCalls { get; init; } = 1;

    /// <summary>Share of requests with a query that has lost its index.</summary>
    public double SlowPlans { get; init; }

    /// <summary>Factor on the time in own code.</summary>
    public double OwnSlowness { get; init; } = 1;

    /// <summary>Factor on every call's time, as a process without CPU sees it.</summary>
    public double Starvation { get; init; } = 1;

    /// <summary>How both slices behave in this world.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="canary">Which slice.</param>
    /// <param name="podAge">How long the pod has been running.</param>
    /// <param name="now">Virtual moment.</param>
    /// <param name="canarySince">Since when the canary has traffic.</param>
    public static Behaviour Of(WorldSpec spec, bool canary, TimeSpan podAge, DateTimeOffset now, DateTimeOffset? canarySince)
    {
        var since = now - (canarySince ?? now);
        var begun = canarySince is not null;
        return spec.Kind switch
        {
            WorldKind.SlowQueryPlan when canary => new() { SlowPlans = 0.5 },
            WorldKind.ErrorBurst when canary => new() { OwnErrors = 0.07 },
            WorldKind.OwnRegression when canary => new() { OwnErrors = 0.01 },
            WorldKind.TotalFailureBurst when canary && since >= TimeSpan.FromMinutes(3) && since < TimeSpan.FromMinutes(5) => new() { OwnErrors = 1 },
            WorldKind.UpstreamDegraded when now >= spec.UpstreamFailsFrom && now < spec.UpstreamFailsUntil => new() { DependencyFailures = 0.09 },
            WorldKind.OutageBeforeStart when now >= spec.Start - WorldSpec.OutageBefore => new() { DependencyFailures = 0.05 },
            WorldKind.OwnRegressionInOutage when now >= spec.Start - WorldSpec.OutageBefore => new() { DependencyFailures = 0.05, OwnErrors = canary ? 0.01 : 0 },
            WorldKind.NPlusOne => new() { DatabaseFailures = canary ? 0.03 : 0.0005, DatabaseCalls = canary ? 4 : 1, FailuresComeFrom = canary ? Failure.Self : Failure.Upstream },
            WorldKind.CanaryOverloadsDependency => new()
            {
                ExternalCalls = canary ? 6 : 1,
                DependencyFailures = begun && since >= WorldSpec.OverloadBuildsUp ? 0.09 : 0,
                FailuresComeFrom = Failure.Self,
            },
            WorldKind.ShortenedTimeout => new() { DependencyFailures = canary ? 0.02 : 0.0005, GivesUpAfter = canary ? 0.2 : 2, FailuresComeFrom = canary ? Failure.Self : Failure.Upstream },
            WorldKind.ZoneSkew when now >= spec.UpstreamFailsFrom => new() { DependencyFailures = canary ? 0.065 : 0.05 },
            WorldKind.RetryMasking => new() { ExternalCalls = canary ? 2.6 : 1 },
            WorldKind.RetryStorm => new() { ExternalCalls = canary ? 3 : 1, DependencyFailures = begun ? 0.05 : 0, FailuresComeFrom = Failure.Self },
            WorldKind.StarvedCanary when canary => new() { Starvation = 4 },
            WorldKind.ColdStart when canary && podAge < WorldSpec.ColdFor => new() { OwnSlowness = WorldSecond.Cold },
            WorldKind.WeightNotApplied => new() { OwnErrors = canary ? 0.009 : 0.003 },
            WorldKind.FixDuringIncident => new() { OwnErrors = canary ? 0.01 : 0.08 },
            _ => new(),
        };
    }
}
