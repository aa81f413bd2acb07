using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>The worked example of docs/judging.md is what the gate says about that world, number by number.</summary>
public sealed partial class JudgingDocumentTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, GateHost.Patient);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task The_worked_example_is_real_output()
    {
        var document = Repository.Read("docs", "judging.md");
        await PlayAsync("healthy", "checkout");
        await PlayAsync("slowQueryPlan", "catalog");

        document.ShouldContain(Line(await AskAsync("checkout", 10)), Case.Sensitive);
        var failed = await AskAsync("catalog", 3);
        document.ShouldContain(Line(failed), Case.Sensitive);
        var shown = JsonNode.Parse(Json().Match(document).Groups[1].Value)!.AsObject();
        var told = failed.GetProperty("objectives").EnumerateArray().Single(objective => objective.GetProperty("objective").GetString() == "latency-p95");
        foreach (var (name, value) in shown)
        {
            JsonNode.DeepEquals(value, JsonNode.Parse(told.GetProperty("judgement").GetProperty(name).GetRawText())).ShouldBeTrue($"{name}: {told.GetProperty("judgement").GetProperty(name)}");
        }
    }

    private static string Line(JsonElement answer) => $"{answer.GetProperty("verdict").GetString()}: {answer.GetProperty("summary").GetString()}\n";

    private async Task PlayAsync(string kind, string service)
    {
        var world = await ReadAsync(await _simulator.Client.PostAsJsonAsync("/simulator/worlds", new
        {
            kind,
            seed = 7,
            service,
            @namespace = "shop",
            canaryHash = "5c6d7e8f",
            stableHash = "7d9f8c6b54",
            history = "1h",
            start = Start.ToUnixTimeMilliseconds(),
        }));
        await ReadAsync(await _simulator.Client.PostAsJsonAsync($"/simulator/worlds/{world.GetProperty("id")}/advance", new { duration = "10m", weight = 5 }));
    }

    private async Task<JsonElement> AskAsync(string service, int minutes) => await ReadAsync(await _gate.Client.PostAsJsonAsync("/v1/gates/evaluate", new
    {
        service,
        @namespace = "shop",
        canaryHash = "5c6d7e8f",
        stableHash = "7d9f8c6b54",
        stepWeight = 5,
        rolloutStartedAt = Start,
        stepStartedAt = Start,
        at = Start.AddMinutes(minutes),
    }));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue(text);
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    [GeneratedRegex("^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
