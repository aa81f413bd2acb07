using System.Net;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>A simulator in which one world has been played, and what can be asked of it.</summary>
internal sealed class PlayedWorld : IAsyncDisposable
{
    /// <summary>Start of every world, milliseconds, a whole minute.</summary>
    public const long Start = 1_795_518_000_000;

    private PlayedWorld(SimulatorHost simulator, long end) => (Simulator, End) = (simulator, end);

    public SimulatorHost Simulator { get; }

    public long End { get; }

    public string Window => $"SINCE {Start} UNTIL {End}";

    /// <param name="world">Fields of the world besides its start and seed.</param>
    /// <param name="minutes">How long it is played.</param>
    /// <param name="weight">The canary's share.</param>
    public static async Task<PlayedWorld> PlayAsync(string world, int minutes = 3, int weight = 50)
    {
        var simulator = await SimulatorHost.StartAsync();
        var body = JsonNode.Parse($"{{{world}}}")!.AsObject();
        body["start"] = Start;
        body["seed"] ??= 12;
        body["kind"] ??= "healthy";
        var id = (await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", body.ToJsonString(), HttpStatusCode.Created))["id"]!.GetValue<string>();
        await simulator.SendAsync(HttpMethod.Post, $"/simulator/worlds/{id}/advance", $$"""{"duration":"{{minutes}}m","weight":{{weight}}}""", HttpStatusCode.OK);
        return new PlayedWorld(simulator, Start + (minutes * 60_000L));
    }

    /// <summary>One number: the first of the only row.</summary>
    public async Task<double> NumberAsync(string select, string where) =>
        (await Simulator.RowsAsync($"SELECT {select} AS n {where} {Window}")).Single()!["n"]!.GetValue<double>();

    public Task<JsonArray> RowsAsync(string query) => Simulator.RowsAsync($"{query} {Window}");

    public async Task<JsonNode> TruthAsync(long? until = null) =>
        await Simulator.SendAsync(HttpMethod.Get, $"/simulator/worlds/w1/truth?since={Start}&until={until ?? End}", null, HttpStatusCode.OK);

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
