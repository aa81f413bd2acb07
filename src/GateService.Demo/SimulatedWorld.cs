using System.Text.Json;
using GateService.Demo.Argo;

namespace GateService.Demo;

/// <summary>A world of the simulator, driven over its public routes: virtual time passes only when the demo says so.</summary>
public sealed class SimulatedWorld
{
    private readonly HttpClient _simulator;
    private readonly string _id;

    private SimulatedWorld(HttpClient simulator, JsonElement world, DateTimeOffset start)
    {
        _simulator = simulator;
        _id = world.GetProperty("id").ToString();
        Now = start;
        var truth = world.GetProperty("truth");
        Truth = $"The truth: {truth.GetProperty("verdict").GetString()}, {truth.GetProperty("reason").GetString()}";
        RightEnd = truth.GetProperty("verdict").GetString() switch
        {
            "pass" => RolloutPhase.Healthy,
            "fail" => RolloutPhase.Degraded,
            _ => RolloutPhase.Paused,
        };
    }

    /// <summary>What a perfect gate would answer, and why, by the simulator's own word.</summary>
    public string Truth { get; }

    /// <summary>The end that a perfect gate would bring its rollout to.</summary>
    public RolloutPhase RightEnd { get; }

    /// <summary>The virtual moment.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <exception cref="HttpRequestException">The simulator refused or is not there.</exception>
    public static async Task<SimulatedWorld> CreateAsync(
        HttpClient simulator, Story story, VirtualRollout rollout, CancellationToken ct)
    {
        var answer = await simulator.PostAsJsonAsync(
            "/simulator/worlds",
            new
            {
                kind = story.World,
                agent = story.Agent,
                seed = story.Seed,
                dice = "start",
                service = rollout.Service,
                @namespace = rollout.Namespace,
                rollout = rollout.Service,
                canaryHash = rollout.CanaryHash,
                stableHash = rollout.StableHash,
                requestsPerSecond = 50,
                start = rollout.StartedAt.ToUnixTimeMilliseconds(),
                history = "1h",
                weight = 0,
                mode = "manual",
            },
            ct);
        var world = await ReadAsync(answer, ct);
        return new SimulatedWorld(simulator, world, rollout.StartedAt);
    }

    /// <summary>Lets virtual time pass with the canary at <paramref name="weight"/> percent.</summary>
    /// <exception cref="HttpRequestException">The simulator refused or is not there.</exception>
    public async Task AdvanceAsync(TimeSpan duration, int weight, CancellationToken ct)
    {
        var answer = await _simulator.PostAsJsonAsync(
            $"/simulator/worlds/{_id}/advance", new { duration = $"{(int)duration.TotalSeconds}s", weight }, ct);
        await ReadAsync(answer, ct);
        Now += duration;
    }

    /// <summary>Lets virtual time catch up with <paramref name="moment"/>, in whole seconds.</summary>
    /// <exception cref="HttpRequestException">The simulator refused or is not there.</exception>
    public Task AdvanceToAsync(DateTimeOffset moment, int weight, CancellationToken ct) =>
        moment - Now is { TotalSeconds: >= 1 } late ? AdvanceAsync(TimeSpan.FromSeconds(Math.Floor(late.TotalSeconds)), weight, ct) : Task.CompletedTask;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(ct);
            return answer.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(body)
                : throw new HttpRequestException($"the simulator answered {(int)answer.StatusCode}: {Detail(body)}");
        }
    }

    /// <summary>The sentence of a problem document; anything else as it is.</summary>
    private static string Detail(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("detail").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body;
        }
    }
}
