using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using GateService.Tests.Simulated;

namespace GateService.Tests.Backtests;

/// <summary>A gate with a history of worlds whose truth is known, each labelled as somebody would who knows it.</summary>
public sealed class BacktestGate : IAsyncLifetime
{
    /// <summary>A healthy one of three requests a second passes without proof.</summary>
    private static readonly (string World, string Policy, bool IsBad, double? RequestsPerSecond)[] Worlds =
    [
        ("healthy", "http-default", false, null),
        ("healthy", "http-default", false, 3),
        ("errorBurst", "http-default", true, null),
        ("ownRegression", "http-default", true, null),
        ("slowQueryPlan", "http-default", true, null),
        ("upstreamDegraded", "http-default", false, null),
        ("canaryOverloadsDependency", "http-default", true, null),
        ("conversionDrop", "shop-kpi", true, null),
    ];

    private readonly SimulatedGate _simulated = new();
    private PolicyFolder _folder = null!;

    internal GateHost Gate { get; private set; } = null!;

    /// <summary>The policies in force.</summary>
    internal Dictionary<string, string> Files { get; } = new(Repository.PolicyFiles()) { ["shop-kpi.yaml"] = SeededMistake.Shop };

    /// <summary>Verdicts that were given, by world and weight.</summary>
    internal Dictionary<(string World, int Weight), string> Verdicts { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await _simulated.InitializeAsync();
        _folder = new PolicyFolder(new Dictionary<string, string> { ["shop-kpi.yaml"] = SeededMistake.Shop });
        Gate = await GateHost.StartAsync(new Uri(_simulated.Simulator.BaseAddress!, "/graphql"), _ => { }, [.. GateHost.Patient, _folder.Setting]);
        foreach (var (world, policy, isBad, rate) in Worlds)
        {
            foreach (var weight in new[] { 5, 25 })
            {
                var body = await _simulated.PlayAsync(world, $"{world}-{weight}{(rate is null ? "" : "-small")}".ToLowerInvariant(), weight, rate);
                body["policy"] = policy;
                var answer = await Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
                Verdicts[(rate is null ? world : $"small {world}", weight)] = answer.Verdict();
                var label = answer.Verdict() switch { "fail" => isBad ? "right" : "wrong", "pass" => isBad ? "wrong" : "right", _ => "unsure" };
                using var labelled = await Gate.PostAsync($"/v1/decisions/{answer.GetProperty("decision").GetProperty("id").GetString()}/label", $$"""{"label": "{{label}}"}""");
                labelled.EnsureSuccessStatusCode();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await _simulated.DisposeAsync();
        _folder.Dispose();
    }

    internal async Task<JsonElement> RunAsync(IReadOnlyDictionary<string, string>? files, params (string Field, JsonNode? Value)[] more)
    {
        var body = new JsonObject();
        if (files is not null)
        {
            body["files"] = JsonSerializer.SerializeToNode(files);
        }

        foreach (var (field, value) in more)
        {
            body[field] = value;
        }

        using var answer = await Gate.PostAsync("/v1/backtests", body.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
