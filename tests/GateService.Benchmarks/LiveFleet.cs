using System.Text.Json;

namespace GateService.Benchmarks;

/// <summary>A world of the simulator that reaches up to now, so that the gate is asked as Argo asks it: about the present, anchored, told.</summary>
internal sealed class LiveFleet
{
    private readonly DateTimeOffset _begin;
    private readonly string _service;

    private LiveFleet(string service, DateTimeOffset begin) => (_service, _begin) = (service, begin);

    public static async Task<LiveFleet> LoadAsync(HttpClient simulator)
    {
        var begin = TimeProvider.System.GetUtcNow().AddMinutes(-12);
        var service = "live";
        var world = await PostAsync(simulator, "/simulator/worlds", new { kind = "healthy", service, @namespace = "shop", rollout = service, requestsPerSecond = 60, start = begin, weight = 25, seed = 7 });
        await PostAsync(simulator, $"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "11m", weight = 25 });
        return new LiveFleet(service, begin);
    }

    /// <summary>Asks about the step at 25 %.</summary>
    /// <param name="gate">Who is asked.</param>
    /// <param name="rollout">Another one's name, asked about the same moment each time; null is the service's, asked about now.</param>
    public async Task<JsonElement> EvaluateAsync(HttpClient gate, string? rollout = null) => await PostAsync(gate, "/v1/gates/evaluate", new
    {
        service = _service,
        @namespace = "shop",
        rollout = rollout ?? _service,
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
