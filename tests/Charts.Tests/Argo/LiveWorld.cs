using Charts.Tests.Driven;

namespace Charts.Tests.Argo;

/// <summary>
/// A world of the simulator that ends now: Argo asks about the present, and says nothing of moments. Its chance counts from its start, so that every run plays the same traffic: of healthy ones 1 of 212
/// was held by chance, and a test that draws anew each time fails with it.
/// </summary>
internal static class LiveWorld
{
    /// <summary>The hashes that argo-check gives its ReplicaSets.</summary>
    private const string CanaryHash = "7c5ddbdf54";
    private const string StableHash = "59c6f9b7d8";

    /// <summary>At 50 a second the refusals of one healthy version in forty differ by chance so much that no worse than stable is not proven at half of the traffic (docs/policies.md: below that proof hardly comes).</summary>
    private const int RequestsPerSecond = 100;

    /// <summary>Twelve minutes of a canary at a weight: a window, and what New Relic would still be taking in.</summary>
    public static async Task CreateAsync(GateOverSimulator servers, string kind, string service, int weight)
    {
        var world = await servers.SendAsync(HttpMethod.Post, "/simulator/worlds", new
        {
            kind,
            seed = 7,
            service,
            @namespace = "shop",
            rollout = service,
            canaryHash = CanaryHash,
            stableHash = StableHash,
            requestsPerSecond = RequestsPerSecond,
            start = TimeProvider.System.GetUtcNow().AddMinutes(-12).ToUnixTimeMilliseconds(),
            history = "1m",
            dice = "start",
        });
        await servers.SendAsync(HttpMethod.Post, $"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "12m", weight });
    }
}
