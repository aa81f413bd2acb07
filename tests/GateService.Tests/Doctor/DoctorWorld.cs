using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Doctor;

/// <summary>Gate and simulator, and a service that one of the simulator's instrumentations tells of: half an hour of stable alone, then a canary.</summary>
public sealed class DoctorWorld : IAsyncLifetime
{
    private const int Weight = 25;
    private const int Minutes = 10;
    private const string Canary = "5c6d7e8f";
    private const string Stable = "7d9f8c6b54";

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private SimulatorHost _simulator = null!;

    internal GateHost Gate { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        Gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    /// <summary>What the doctor says of stable before the rollout.</summary>
    /// <param name="agent">As a world names it.</param>
    /// <param name="protocol"><c>http</c>, <c>grpc</c> or <c>queue</c>.</param>
    /// <param name="traits">Of the world, as JSON.</param>
    /// <param name="more">Further fields of the question.</param>
    internal async Task<JsonElement> ExamineAsync(string agent, string protocol, string traits = "{}", string more = "")
    {
        var service = await PlayAsync(agent, protocol, traits, minutes: 0);
        using var answer = await Gate.Client.GetAsync(new Uri(
            $"/v1/doctor?service={service}&namespace=shop&window=20m&at={Start.ToUnixTimeMilliseconds()}&stableHash={Stable}{more}", UriKind.Relative));
        return await ReadAsync(answer);
    }

    /// <summary>What it says now of a stable that served twenty minutes, up to some minutes ago.</summary>
    /// <param name="ago">In minutes.</param>
    internal async Task<JsonElement> ExamineNowAsync(int ago)
    {
        var service = await PlayAsync("java", "http", "{}", minutes: 0, TimeProvider.System.GetUtcNow().AddMinutes(-ago));
        return await AskAsync($"/v1/doctor?service={service}&namespace=shop&window=2h");
    }

    /// <summary>The same where New Relic does not answer questions with these words in their NRQL.</summary>
    internal async Task<JsonElement> ExamineWithoutAsync(string match)
    {
        using var broken = await _simulator.Client.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "errorClass", errorClass = "TIMEOUT", message = "refused by the test", match } });
        try
        {
            return await ExamineAsync("java", "http");
        }
        finally
        {
            using var mended = await _simulator.Client.DeleteAsync("/simulator/faults");
        }
    }

    /// <summary>What the gate answers to a GET.</summary>
    internal async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await Gate.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    /// <summary>The verdict of a policy folder over ten minutes of a canary.</summary>
    /// <param name="gate">That judges by it.</param>
    /// <param name="traits">Of the world, as JSON.</param>
    internal async Task<JsonElement> JudgeAsync(GateHost gate, string agent, string protocol, string traits)
    {
        var service = await PlayAsync(agent, protocol, traits, Minutes);
        var body = Bodies.Step(("service", service), ("stepWeight", $"{Weight}"), ("stepStartedAt", $"{Start:O}"), ("at", $"{Start.AddMinutes(Minutes):O}")).Without("policy");
        return await gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
    }

    /// <summary>A gate over the same simulator that judges by other files.</summary>
    internal Task<GateHost> GateByAsync(PolicyFolder folder) => GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, folder.Setting]);

    internal static string ServiceOf(string agent, string protocol) => $"{agent}-{protocol}";

    private async Task<string> PlayAsync(string agent, string protocol, string traits, int minutes, DateTimeOffset? start = null)
    {
        using var forgotten = await _simulator.Client.DeleteAsync("/simulator/events");
        var service = ServiceOf(agent, protocol);
        var world = await SendAsync("/simulator/worlds", new JsonObject
        {
            ["kind"] = "healthy",
            ["agent"] = agent,
            ["protocol"] = protocol,
            ["seed"] = 7,
            ["service"] = service,
            ["canaryHash"] = Canary,
            ["stableHash"] = Stable,
            ["start"] = (start ?? Start).ToUnixTimeMilliseconds(),
            ["requestsPerSecond"] = 8,
            ["history"] = minutes == 0 ? "20m" : "1s",
            ["traits"] = JsonNode.Parse(traits),
        });
        if (minutes > 0)
        {
            await SendAsync($"/simulator/worlds/{world.GetProperty("id").GetString()}/advance", new JsonObject { ["duration"] = $"{minutes}m", ["weight"] = Weight });
        }

        return service;
    }

    private async Task<JsonElement> SendAsync(string path, JsonObject body)
    {
        using var response = await _simulator.Client.PostAsJsonAsync(path, body);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
