using System.Text.Json;

namespace GateService.Benchmarks;

/// <summary>A world of the simulator that reaches up to now, so that the gate is asked as Argo asks it: about the present, anchored, told.</summary>
internal sealed class LiveFleet
{
    private readonly DateTimeOffset _begin;
    private const string Service = "live";

    private LiveFleet(DateTimeOffset begin) => _begin = begin;

    /// <param name="simulator">New Relic's part.</param>
    /// <param name="others">Names of services that roll out beside it.</param>
    public static async Task<LiveFleet> LoadAsync(HttpClient simulator, params string[] others)
    {
        var begin = TimeProvider.System.GetUtcNow().AddMinutes(-12);
        foreach (var service in others.Prepend(Service))
        {
            var world = await PostAsync(simulator, "/simulator/worlds", new { kind = "healthy", service, @namespace = "shop", rollout = service, requestsPerSecond = 100, start = begin, weight = 25, seed = 7 });
            await PostAsync(simulator, $"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "11m", weight = 25 });
        }

        return new LiveFleet(begin);
    }

    /// <summary>Asks about the step at 25 %.</summary>
    /// <param name="gate">Who is asked.</param>
    /// <param name="rollout">One of the others, asked about the same moment each time; null is the service's own, asked about now.</param>
    public async Task<JsonElement> EvaluateAsync(HttpClient gate, string? rollout = null) => await PostAsync(gate, "/v1/gates/evaluate", new
    {
        service = rollout ?? Service,
        @namespace = "shop",
        rollout = rollout ?? Service,
        canaryHash = "7c5ddbdf54",
        stableHash = "59c6f9b7d8",
        stepWeight = 25,
        stepStartedAt = _begin,
        rolloutStartedAt = _begin,
        window = "10m",
        at = rollout is null ? (DateTimeOffset?)null : _begin.AddMinutes(11),
    });

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}: {text}");
    }
}
