using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Requests of a few pods as an agent tells them, drawn from a fixed seed: what no world of the simulator has a name for.</summary>
/// <param name="Pods">Names of the pods that take turns; empty where no event says one.</param>
/// <param name="PerMinute">Requests of all of them.</param>
/// <param name="From">First minute, counted from when the canary began.</param>
/// <param name="Failing">Share of them answered 500.</param>
/// <param name="Attributes">What else each event says.</param>
internal sealed record Streams(IReadOnlyList<string> Pods, int PerMinute, int From, double Failing = 0, IReadOnlyDictionary<string, string>? Attributes = null)
{
    public const int Minutes = 10;

    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The question at the end of the ten minutes.</summary>
    public static JsonObject Question(string service, params (string Field, JsonNode? Value)[] changes) => Bodies.Step(
    [
        ("policy", "http-default"), ("service", service), ("stepWeight", "25"), ("rolloutStartedAt", $"{Start:O}"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(Minutes):O}"),
        .. changes,
    ]);

    /// <summary>Tells the simulator of all of them.</summary>
    public static async Task SeedAsync(HttpClient simulator, string service, params Streams[] streams)
    {
        var lines = new StringBuilder();
        foreach (var (index, stream) in streams.Index())
        {
            stream.Write(lines, service, new Random(index + 1));
        }

        using var answer = await simulator.PostAsync("/simulator/events", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private void Write(StringBuilder lines, string service, Random dice)
    {
        for (var index = 0; index < PerMinute * (Minutes - From); index++)
        {
            var fails = dice.NextDouble() < Failing;
            var request = new Dictionary<string, object>
            {
                ["eventType"] = "Transaction",
                ["timestamp"] = Start.AddMinutes(From).AddMilliseconds(index * 60_000.0 / PerMinute).ToUnixTimeMilliseconds(),
                ["transactionType"] = "Web",
                ["appName"] = service,
                ["duration"] = 0.05 + (0.1 * dice.NextDouble()),
                ["http.statusCode"] = fails ? 500 : 200,
                ["error"] = fails,
            };
            if (Pods.Count > 0)
            {
                request["k8s.podName"] = request["host"] = Pods[index % Pods.Count];
            }

            foreach (var (name, value) in Attributes ?? new Dictionary<string, string>())
            {
                request[name] = value;
            }

            lines.Append(JsonSerializer.Serialize(request)).Append('\n');
        }
    }
}
