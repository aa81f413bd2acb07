using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Charts.Tests.Helm;
using GateService.Demo.Argo;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>What a team's values say of the change stands in the decision that Argo's question leads to.</summary>
public sealed class WhatChangedTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    private static readonly Manifest Step = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml")).Single(manifest => manifest.Name == "metric-gate-step");

    [Fact]
    public async Task Values_become_annotations_and_annotations_stand_beside_the_verdict()
    {
        var change = await AskAsync(Repository.Read("tests", "Charts.Tests", "Switches", "progressive-delivery", "what-changed.golden"));

        Said(change, "image").ShouldBe("registry.example.com/checkout:1.2.3");
        Said(change, "commit").ShouldBe("4f2a1c9");
        Said(change, "author").ShouldBe("Ada \"Countess\" Lovelace");
        Said(change, "pullRequest").ShouldBe("https://git.example.com/shop/checkout/pull/1843");
        Said(change, "link").ShouldBe("https://argo.example.com/rollouts/shop/checkout");
        Said(change, "runbook").ShouldBe("https://runbooks.example.com/checkout");
    }

    [Fact]
    public async Task Where_nobody_says_anything_the_image_is_told_and_the_rest_is_no_fault()
    {
        var change = await AskAsync(Repository.Read("charts", "examples", "http-service", "golden.yaml"));

        Said(change, "image").ShouldBe("registry.example.com/checkout:1.2.3");
        Said(change, "commit").ShouldBeNull();
    }

    /// <summary>Asks by the Rollout's first step, as Argo would, and reads what is kept.</summary>
    private async Task<JsonElement> AskAsync(string rendered)
    {
        var rollout = Manifest.All(rendered).Single(manifest => manifest.Kind == "Rollout");
        var analysis = rollout.Maps("spec.strategy.canary.steps").Select(step => Manifest.Find(step, "analysis")).OfType<YamlMappingNode>().First();
        var metric = new RenderedMetric(Step.Maps("spec.metrics").Single(), Arguments.Of(Step.Maps("spec.args"), new Manifest(analysis).Maps("args"), rollout));

        var measurement = await metric.MeasureAsync(servers.Gate, metric.Body());

        measurement.Phase.ShouldBe(MeasurementPhase.Inconclusive, measurement.Reason);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/decisions/{measurement.Reason[(measurement.Reason.LastIndexOf(' ') + 1)..]}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", GateOverSimulator.Token) } };
        using var answer = await servers.Gate.SendAsync(request);
        var decision = await answer.Content.ReadFromJsonAsync<JsonElement>();
        decision.GetProperty("response").GetProperty("warnings").ToString().ShouldNotContain("change");
        return decision.GetProperty("request").GetProperty("change");
    }

    private static string? Said(JsonElement change, string field) => change.TryGetProperty(field, out var value) ? value.GetString() : null;
}
