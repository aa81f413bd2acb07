using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>A simulator that holds events of a healthy shop, for whoever asks what New Relic holds.</summary>
internal static class SeenEvents
{
    public static async Task<SimulatorHost> StartAsync()
    {
        var simulator = await SimulatorHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await simulator.SeedAsync(Enumerable.Range(0, 200).SelectMany(i => At(now.AddMinutes(-5).AddSeconds(-i), i)));
        return simulator;
    }

    /// <summary>What makes <c>gatectl</c> ask it.</summary>
    public static string[] Options(SimulatorHost simulator) => ["--newrelic-key", GateHost.ApiKey, "--newrelic-account", "1", "--newrelic-endpoint", simulator.Endpoint.ToString()];

    private static IEnumerable<IReadOnlyDictionary<string, object>> At(DateTimeOffset at, int i)
    {
        var moment = at.ToUnixTimeMilliseconds();
        yield return new Dictionary<string, object>
        {
            ["eventType"] = "Transaction",
            ["timestamp"] = moment,
            ["appName"] = "checkout",
            ["transactionType"] = "Web",
            ["duration"] = 0.2 + (i % 10 * 0.05),
            ["http.statusCode"] = 200,
            ["host"] = $"checkout-7d9f8c6b54-{i % 3}abcd",
            ["request.uri"] = "/pay",
        };
        yield return new Dictionary<string, object>
        {
            ["eventType"] = "CheckoutCompleted",
            ["timestamp"] = moment,
            ["appName"] = "checkout",
            ["outcome"] = i % 20 == 0 ? "failed" : "ok",
            ["shop"] = "main",
            ["amount"] = 10 + (i % 7),
        };
        yield return new Dictionary<string, object> { ["eventType"] = "Transaction", ["timestamp"] = moment, ["appName"] = "another", ["transactionType"] = "Web", ["duration"] = 0.1, ["tenant"] = "a" };
    }
}
