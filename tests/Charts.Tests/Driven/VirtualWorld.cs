using System.Text.Json.Nodes;

namespace Charts.Tests.Driven;

/// <summary>A world of the simulator in virtual time, and what is about to happen to New Relic in it.</summary>
internal sealed class VirtualWorld
{
    public const string CanaryHash = "5c6d7e8f";
    public const string StableHash = "7d9f8c6b54";

    private readonly GateOverSimulator _servers;
    private readonly string _id;

    private VirtualWorld(GateOverSimulator servers, string id) => (_servers, _id) = (servers, id);

    /// <summary>When the rollout began.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public int Minute { get; private set; }

    /// <summary>The virtual minutes in which New Relic is down.</summary>
    public (int From, int To) Outage { get; init; } = (int.MaxValue, int.MaxValue);

    public static async Task<VirtualWorld> CreateAsync(GateOverSimulator servers, string kind, string service, (int From, int To)? outage = null)
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
            requestsPerSecond = 50,
            start = Start.ToUnixTimeMilliseconds(),
            history = "1h",
            mode = "manual",
        });
        return new VirtualWorld(servers, world.GetProperty("id").ToString()) { Outage = outage ?? (int.MaxValue, int.MaxValue) };
    }

    /// <summary>One virtual minute with the canary at a weight.</summary>
    public async Task PassMinuteAsync(int weight)
    {
        await _servers.SendAsync(HttpMethod.Post, $"/simulator/worlds/{_id}/advance", new { duration = "60s", weight });
        Minute++;
        if (Minute == Outage.From)
        {
            await _servers.BreakAsync();
        }
        else if (Minute == Outage.To)
        {
            await _servers.MendAsync();
        }
    }

    /// <summary>What lets a test compress time: the virtual moment, and what the gate would remember of the rollout's begin.</summary>
    public JsonObject At(JsonObject body, int? stepStartedAt = null)
    {
        body["at"] = $"{Start.AddMinutes(Minute):O}";
        body["rolloutStartedAt"] = $"{Start:O}";
        if (stepStartedAt is { } minute)
        {
            body["stepStartedAt"] = $"{Start.AddMinutes(minute):O}";
        }

        return body;
    }
}
