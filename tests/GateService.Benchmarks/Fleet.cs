using System.Text.Json;

namespace GateService.Benchmarks;

/// <summary>A healthy world of the simulator whose requests lie in the past, and the question about it.</summary>
internal sealed record Fleet(string Service, DateTimeOffset Begin, DateTimeOffset End, long Events)
{
    private const int RequestsPerSecond = 1000;

    /// <summary>Loads at least <paramref name="requests"/> Transaction events, with all that comes with them.</summary>
    public static async Task<Fleet> LoadAsync(HttpClient simulator, long requests)
    {
        var minutes = Math.Max(5, (int)Math.Ceiling(requests / (RequestsPerSecond * 60.0)));
        var rate = (int)Math.Ceiling(requests / (minutes * 60.0) * 1.02);
        var now = TimeProvider.System.GetUtcNow();
        var begin = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(-3);
        var service = $"fleet-{requests}";
        var world = await PostAsync(simulator, "/simulator/worlds", new { kind = "healthy", service, @namespace = "shop", requestsPerSecond = rate, start = begin, weight = 5 });
        for (var minute = 0; minute < minutes; minute += 5)
        {
            await PostAsync(simulator, $"/simulator/worlds/{world.GetProperty("id").GetString()}/advance", new { duration = $"{Math.Min(5, minutes - minute)}m" });
        }

        var counts = await simulator.GetFromJsonAsync<JsonElement>(new Uri("/simulator/events", UriKind.Relative));
        return new Fleet(service, begin, begin.AddMinutes(minutes), Sum(counts));
    }

    /// <summary>Asks the gate about all of the fleet's history, as Argo's step analysis would.</summary>
    public async Task<JsonElement> EvaluateAsync(HttpClient gate) => await PostAsync(gate, "/v1/gates/evaluate", new
    {
        service = Service,
        @namespace = "shop",
        rollout = Service,
        canaryHash = "7c5ddbdf54",
        stableHash = "59c6f9b7d8",
        stepWeight = 5,
        stepStartedAt = Begin,
        at = End,
    });

    private static long Sum(JsonElement counts) => counts.ValueKind switch
    {
        JsonValueKind.Object => counts.EnumerateObject().Sum(property => Sum(property.Value)),
        JsonValueKind.Array => counts.EnumerateArray().Sum(Sum),
        JsonValueKind.Number => counts.GetInt64(),
        _ => 0,
    };

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}: {text}");
    }
}
