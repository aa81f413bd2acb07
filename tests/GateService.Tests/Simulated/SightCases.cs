using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Plays a service or rows of a test's own into the simulator, and asks the gate about them.</summary>
public abstract class SightCases(SightFixture fixture) : IClassFixture<SightFixture>
{
    private protected static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private protected async Task<JsonElement> PlayAsync(string agent, string protocol, string world, string policy, int weight = 25, int? told = null)
    {
        var service = $"sight-{agent}-{protocol}";
        var body = JsonNode.Parse($"{{{world}}}")!.AsObject();
        body["requestsPerSecond"] ??= 8;
        foreach (var (field, value) in new (string, JsonNode)[]
        {
            ("kind", "healthy"), ("agent", agent), ("protocol", protocol), ("seed", 7), ("service", service), ("canaryHash", "5c6d7e8f"), ("stableHash", "7d9f8c6b54"), ("start", Start.ToUnixTimeMilliseconds()),
        })
        {
            body[field] = value;
        }

        var id = (await SendAsync("/simulator/worlds", body)).GetProperty("id").GetString();
        await SendAsync($"/simulator/worlds/{id}/advance", new JsonObject { ["duration"] = "600s", ["weight"] = weight });
        var answer = await AskAsync(service, policy, told ?? weight);
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await fixture.Simulator.DeleteAsync($"/simulator/worlds/{id}", TestContext.Current.CancellationToken);
        return answer;
    }

    private protected async Task<JsonElement> JudgeAsync(string service, IEnumerable<Dictionary<string, object>> rows, string policy = "http-default", int weight = 25)
    {
        var lines = string.Join('\n', rows.Select(row => JsonSerializer.Serialize(row)));
        if (lines.Length > 0)
        {
            using var seeded = await fixture.Simulator.PostAsync("/simulator/events", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
            seeded.IsSuccessStatusCode.ShouldBeTrue(await seeded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var answer = await AskAsync(service, policy, weight);
        await fixture.Simulator.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        return answer;
    }

    private protected async Task<JsonElement> AskAsync(string service, string policy, int weight)
    {
        var step = Bodies.Step(("policy", policy), ("service", service), ("rollout", service), ("stepWeight", $"{weight}"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(10):O}"));
        return await fixture.Gate.EvaluateAsync(step.ToJsonString()).JudgedAsync();
    }

    private protected async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await fixture.Simulator.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Ten minutes of both slices, evenly spread: so many a minute of one canary pod and of all of stable's two.</summary>
    private protected static IEnumerable<Dictionary<string, object>> Rows(
        string service, Func<bool, int, Dictionary<string, object>> row, Func<bool, bool>? isTimed = null, int canary = 120, int stable = 360, int untimed = 0)
    {
        foreach (var (isCanary, perMinute) in new[] { (true, canary), (false, stable) })
        {
            for (var i = 0; i < 10 * perMinute; i++)
            {
                var made = row(isCanary, i).With("timestamp", Start.AddMinutes((double)i / perMinute).ToUnixTimeMilliseconds());
                var pod = isCanary ? $"{service}-5c6d7e8f-aaaaa" : $"{service}-7d9f8c6b54-{(i % 2 == 0 ? "bbbbb" : "ccccc")}";
                made[made["eventType"] is "Span" ? "k8s.pod.name" : "host"] = pod;
                if (made["eventType"] is "Transaction")
                {
                    made["appName"] = service;
                }

                if (isTimed?.Invoke(isCanary) != false && i % 100 >= untimed)
                {
                    made[made["eventType"] is "Span" ? "duration.ms" : "duration"] = made["eventType"] is "Span" ? 100 + (i % 50) : 0.1 + (0.001 * (i % 50));
                }

                yield return made;
            }
        }
    }

    private protected static IEnumerable<Dictionary<string, object>> Sales(string service, int canary, int stable) => Rows(
        service, (_, _) => new Dictionary<string, object> { ["eventType"] = "Sale", ["appName"] = service }, isTimed: _ => false, canary: canary, stable: stable);

    private protected static IEnumerable<Dictionary<string, object>> Timeslices(string service, int stable, int canary)
    {
        for (var minute = 0; minute < 10; minute++)
        {
            foreach (var (pod, count) in new[] { ("7d9f8c6b54-bbbbb", stable / 2), ("7d9f8c6b54-ccccc", stable / 2), ("5c6d7e8f-aaaaa", canary) })
            {
                yield return new Dictionary<string, object>
                {
                    ["eventType"] = "Metric",
                    ["timestamp"] = Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
                    ["metricName"] = "apm.service.transaction.duration",
                    ["appName"] = service,
                    ["transactionType"] = "Web",
                    ["host"] = $"{service}-{pod}",
                    ["apm.service.transaction.duration"] = new { type = "summary", count, sum = 0.1 * count, min = 0.05, max = 0.2 },
                };
            }
        }
    }

    private protected static Dictionary<string, object> Http() => new() { ["eventType"] = "Transaction", ["transactionType"] = "Web", ["http.statusCode"] = 200, ["error"] = false };

    private protected static Dictionary<string, object> NetGrpc() => Http().With("request.method", "POST").With("request.uri", "/shop.v1.Orders/Place");
}
