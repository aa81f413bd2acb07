namespace NewRelic.Simulator.Worlds;

/// <summary>Decides how one request of the judged service goes: this is where a world's truth is made.</summary>
internal static class RequestBehaviour
{
    private const string UpstreamError = "System.Net.Http.HttpRequestException";
    private const double OrdinaryErrors = 0.0006;
    private const double NotFound = 0.004;

    /// <param name="spec">The world.</param>
    /// <param name="canary">Whether the canary serves it.</param>
    /// <param name="podAge">How long its pod has been running.</param>
    /// <param name="now">Virtual moment.</param>
    /// <param name="canarySince">Since when the canary has traffic.</param>
    /// <param name="dice">Luck of this second.</param>
    public static RequestOutcome Decide(WorldSpec spec, bool canary, TimeSpan podAge, DateTimeOffset now, DateTimeOffset? canarySince, Dice dice)
    {
        var upstream = UpstreamFailures(spec, now, canarySince);
        var database = Database(spec, canary, dice);
        var externalCalls = dice.Chance(0.6) || upstream > 0 ? spec.Kind == WorldKind.CanaryOverloadsDependency && canary ? 6 : 1 : 0;
        var external = externalCalls * dice.LogNormal(0.03, 0.5);
        var own = dice.LogNormal(0.07, 0.55) * (spec.Kind == WorldKind.ColdStart && canary && podAge < WorldSpec.ColdFor ? 12 : 1);
        var sound = new RequestOutcome(own + database + external, database, 1 + (int)(dice.Uniform() * 3), external, externalCalls, 200, null, null, externalCalls > 0 ? 200 : null);
        if (dice.Chance(upstream))
        {
            var status = dice.Chance(0.8) ? 503 : 502;
            return sound with
            {
                Status = status,
                UpstreamStatus = status,
                ErrorClass = UpstreamError,
                ErrorMessage = status == 503
                    ? "Response status code does not indicate success: 503 (Service Unavailable)."
                    : "Response status code does not indicate success: 502 (Bad Gateway).",
            };
        }

        if (dice.Chance(spec.Kind == WorldKind.ErrorBurst && canary ? 0.07 : 0))
        {
            return sound with { Status = 500, ErrorClass = "System.NullReferenceException", ErrorMessage = "Object reference not set to an instance of an object." };
        }

        if (dice.Chance(OrdinaryErrors))
        {
            return sound with { Status = 500, ErrorClass = "System.TimeoutException", ErrorMessage = "The operation has timed out." };
        }

        return dice.Chance(NotFound) ? sound with { Status = 404 } : sound;
    }

    /// <summary>Share of requests the dependency spoils, on both slices alike.</summary>
    private static double UpstreamFailures(WorldSpec spec, DateTimeOffset now, DateTimeOffset? canarySince) => spec.Kind switch
    {
        WorldKind.UpstreamDegraded when now >= spec.UpstreamFailsFrom => 0.09,
        WorldKind.CanaryOverloadsDependency when now >= canarySince + WorldSpec.OverloadBuildsUp => 0.09,
        _ => 0,
    };

    private static double Database(WorldSpec spec, bool canary, Dice dice) =>
        spec.Kind == WorldKind.SlowQueryPlan && canary && dice.Chance(0.5) ? dice.LogNormal(1.7, 0.4) : dice.LogNormal(0.02, 0.6);
}
