namespace NewRelic.Simulator.Worlds;

/// <summary>Decides how one request of the judged service goes: this is where a world's truth is made.</summary>
internal static class RequestBehaviour
{
    private const double OrdinaryErrors = 0.0006;
    private const double NotFound = 0.004;
    private const double OwnErrors = 0.07;
    private const double SpoiledByDependency = 0.09;
    private const double SlowPlans = 0.5;
    private const int AmplifiedCalls = 6;
    private const double ColdSlowness = 12;

    /// <param name="spec">The world.</param>
    /// <param name="canary">Whether the canary serves it.</param>
    /// <param name="podAge">How long its pod has been running.</param>
    /// <param name="now">Virtual moment.</param>
    /// <param name="canarySince">Since when the canary has traffic.</param>
    /// <param name="dice">Luck of this second.</param>
    public static RequestOutcome Decide(WorldSpec spec, bool canary, TimeSpan podAge, DateTimeOffset now, DateTimeOffset? canarySince, Dice dice)
    {
        var upstream = UpstreamFailures(spec, now, canarySince);
        var sound = Sound(spec, canary, podAge, callsDependency: dice.Chance(0.6) || upstream > 0, dice);
        if (dice.Chance(upstream))
        {
            return dice.Chance(0.8) ? Upstream(sound, 503, "Service Unavailable") : Upstream(sound, 502, "Bad Gateway");
        }

        if (dice.Chance(spec.Kind == WorldKind.ErrorBurst && canary ? OwnErrors : 0))
        {
            return sound with { Status = 500, ErrorClass = "System.NullReferenceException", ErrorMessage = "Object reference not set to an instance of an object." };
        }

        if (dice.Chance(OrdinaryErrors))
        {
            return sound with { Status = 500, ErrorClass = "System.TimeoutException", ErrorMessage = "The operation has timed out." };
        }

        return dice.Chance(NotFound) ? sound with { Status = 404 } : sound;
    }

    private static RequestOutcome Sound(WorldSpec spec, bool canary, TimeSpan podAge, bool callsDependency, Dice dice)
    {
        var database = Database(spec, canary, dice);
        var calls = !callsDependency ? 0 : spec.Kind == WorldKind.CanaryOverloadsDependency && canary ? AmplifiedCalls : 1;
        var external = calls * dice.LogNormal(0.03, 0.5);
        var own = dice.LogNormal(0.07, 0.55) * (spec.Kind == WorldKind.ColdStart && canary && podAge < WorldSpec.ColdFor ? ColdSlowness : 1);
        return new RequestOutcome(own + database + external, database, 1 + (int)(dice.Uniform() * 3), external, calls, 200, null, null, calls > 0 ? 200 : null);
    }

    /// <summary>The dependency's failure, passed on as the service's own.</summary>
    private static RequestOutcome Upstream(RequestOutcome sound, int status, string phrase) => sound with
    {
        Status = status,
        UpstreamStatus = status,
        ErrorClass = "System.Net.Http.HttpRequestException",
        ErrorMessage = $"Response status code does not indicate success: {status} ({phrase}).",
    };

    /// <summary>Share of requests the dependency spoils, on both slices alike.</summary>
    private static double UpstreamFailures(WorldSpec spec, DateTimeOffset now, DateTimeOffset? canarySince) => spec.Kind switch
    {
        WorldKind.UpstreamDegraded when now >= spec.UpstreamFailsFrom => SpoiledByDependency,
        WorldKind.CanaryOverloadsDependency when now >= canarySince + WorldSpec.OverloadBuildsUp => SpoiledByDependency,
        _ => 0,
    };

    private static double Database(WorldSpec spec, bool canary, Dice dice) =>
        spec.Kind == WorldKind.SlowQueryPlan && canary && dice.Chance(SlowPlans) ? dice.LogNormal(1.7, 0.4) : dice.LogNormal(0.02, 0.6);
}
