using GateService.Demo.Argo;

namespace GateService.Demo;

/// <summary>One rollout the demo plays, with the end a good gate must bring it to.</summary>
/// <param name="Title">Heading in the terminal.</param>
/// <param name="World">Kind of the simulator's world.</param>
/// <param name="Service">Service and rollout name.</param>
/// <param name="Seed">Seed of the world: the same seed plays the same rollout.</param>
/// <param name="Expected">The right end; null: the one that the world's truth says.</param>
/// <param name="Moral">Why that is right, one line; null: as the world's truth says.</param>
public sealed record Story(string Title, string World, string Service, int Seed, RolloutPhase? Expected, string? Moral)
{
    /// <summary>Whose words the world is told in; null: nobody's that exists.</summary>
    public string? Agent { get; init; } = "dotnet";

    /// <summary>The policy that judges it; null where the default for canaries does.</summary>
    public string? Policy { get; init; }

    /// <summary>The one world that the command line asks for.</summary>
    public static Story Of(DemoOptions options) =>
        new(options.World!, options.World!, options.Service, options.Seed, null, null) { Agent = options.Agent, Policy = options.Policy };

    public static IReadOnlyList<Story> All { get; } =
    [
        new("healthy canary", "healthy", "checkout", 11, RolloutPhase.Healthy,
            "Nothing is wrong: every step is passed on evidence, here of OpenTelemetry's spans.") { Agent = "otel", Policy = "http-otel" },
        new("slow query plan", "slowQueryPlan", "catalog", 12, RolloutPhase.Degraded,
            "The true positive: caught at 5 % of traffic, minutes after the first request."),
        new("degraded upstream", "upstreamDegraded", "orders", 13, RolloutPhase.Healthy,
            "The false positive others roll back: for 20 minutes both slices pass on the same 5xx. Stable corroborates them, and the change goes on. The Go agent tells it.") { Agent = "go" },
        new("overloaded dependency", "canaryOverloadsDependency", "cart", 15, RolloutPhase.Degraded,
            "Looks the same to every comparison, and is not: the canary calls its dependency six times as often, until it fails both slices."),
        new("canary without traffic", "noTraffic", "payments", 14, RolloutPhase.Paused,
            "Missing data is never a pass."),
    ];
}
