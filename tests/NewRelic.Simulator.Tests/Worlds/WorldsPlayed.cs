using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>Plays worlds for ten minutes and reads both slices.</summary>
public abstract class WorldsPlayed
{
    /// <summary>Start of every world here, milliseconds; the tests look at the ten minutes from it.</summary>
    private protected const long Start = 1_795_518_000_000;
    private protected const string Window = "SINCE 1795518000000 UNTIL 1795518600000";
    private protected const string Slices = "FACET CASES(WHERE k8s.podName LIKE 'checkout-7c5ddbdf54-%' AS 'canary', WHERE k8s.podName LIKE 'checkout-59c6f9b7d8-%' AS 'stable')";
    private protected const string Requests = "SELECT count(*) AS n, apdex(duration, t: 0.5) AS apdex, percentile(duration, 95) AS p95, average(databaseDuration) AS db, "
        + "percentage(count(*), WHERE http.statusCode >= 500) AS failed, average(externalCallCount) AS calls "
        + $"FROM Transaction WHERE appName = 'checkout' AND k8s.namespaceName = 'shop' {Slices} {Window}";

    private protected static async Task<SimulatorHost> PlayAsync(string kind, int seed = 12)
    {
        var simulator = await SimulatorHost.StartAsync();
        await AdvanceAsync(simulator, await CreateAsync(simulator, kind, seed), "10m", 5);
        return simulator;
    }

    private protected static async Task<string> CreateAsync(SimulatorHost simulator, string kind, int seed = 12) =>
        (await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", $$"""{"kind":"{{kind}}","seed":{{seed}},"start":{{Start}}}""", HttpStatusCode.Created))["id"]!.GetValue<string>();

    private protected static Task<JsonNode> AdvanceAsync(SimulatorHost simulator, string id, string duration, double weight) =>
        simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", $$"""{"duration":"{{duration}}","weight":{{weight}}}""", HttpStatusCode.OK);

    private protected static async Task<(JsonNode? Canary, JsonNode? Stable)> SlicesAsync(SimulatorHost simulator, string nrql)
    {
        var rows = await simulator.RowsAsync(nrql);
        return (Row("canary"), Row("stable"));

        JsonNode? Row(string slice) => rows.SingleOrDefault(row => row!["facet"]!.GetValue<string>() == slice);
    }

    private protected static async Task<List<JsonNode>> PodsAsync(SimulatorHost simulator) => [.. (await simulator.RowsAsync(
        $"SELECT latest(isReady) AS ready, max(restartCount) AS restarts FROM K8sContainerSample WHERE `label.rollouts-pod-template-hash` = '7c5ddbdf54' AND namespaceName = 'shop' FACET podName {Window}")).Select(row => row!)];
}
