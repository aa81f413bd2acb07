using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Browser = GateService.Tests.Pages.Browser;

namespace GateService.Tests.Shadows;

/// <summary>A second policy judges what was decided, on the same evidence: counted and listed, and the verdict is the first one's.</summary>
public sealed class ShadowTests
{
    /// <summary>Fails by plain thresholds at 2 %, and not at 30 %.</summary>
    private static readonly SliceCounts Bad = new(903, 90);

    private static readonly Dictionary<string, string> Lenient = new()
    {
        ["lenient.yaml"] = "kind: policy\nname: lenient\nextends: http-threshold\nobjectives:\n  error-rate: {atMost: 30%}\n  success-rate: {atLeast: 70%}\n",
        ["services/checkout.yaml"] = "kind: service\nname: checkout\nshadow: lenient\n",
    };

    [Fact]
    public async Task A_disagreement_is_counted_and_listed_and_the_verdict_stays()
    {
        using var folder = new PolicyFolder(Lenient);
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(Bad, SliceCounts.Healthy);
        await using var gate = await GateHost.StartAsync(nerdGraph, folder.Setting);
        using var counted = Collector(gate);

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await counted.WaitForMeasurementsAsync(1, TestContext.Current.CancellationToken);

        answer.Verdict().ShouldBe("fail");
        var tags = counted.LastMeasurement!.Tags;
        (tags["shadow_policy"], tags["verdict"], tags["shadow_verdict"]).ShouldBe(("lenient", "fail", "pass"));
        var report = await gate.Client.GetFromJsonAsync<JsonElement>("/v1/shadows", TestContext.Current.CancellationToken);
        report.GetProperty("policy").GetString().ShouldBe("lenient");
        var change = report.GetProperty("report").GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        (change.GetProperty("before").GetProperty("verdict").GetString(), change.GetProperty("after").GetProperty("verdict").GetString(), change.GetProperty("after").GetProperty("policy").GetString()).ShouldBe(("fail", "pass", "lenient"));
        nerdGraph.Batches.Count.ShouldBe(answer.GetProperty("evidence").GetProperty("posts").GetInt32());
        using var browser = await Browser.SignedInAsync(gate, GateHost.Token);
        (await browser.ReadAsync("/shadows")).ShouldContain($"/decisions/{change.GetProperty("id").GetString()}");
    }

    [Fact]
    public async Task Its_evidence_that_was_not_asked_for_is_not_told_and_not_guessed()
    {
        using var folder = new PolicyFolder(new Dictionary<string, string> { ["services/checkout.yaml"] = "kind: service\nname: checkout\nshadow: http-otel\n" });
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, folder.Setting);
        using var counted = Collector(gate);

        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await counted.WaitForMeasurementsAsync(1, TestContext.Current.CancellationToken);

        counted.LastMeasurement!.Tags["shadow_verdict"].ShouldBe("untold");
        var report = (await gate.Client.GetFromJsonAsync<JsonElement>("/v1/shadows?list=1", TestContext.Current.CancellationToken)).GetProperty("report");
        (report.GetProperty("notKept").GetInt32(), report.GetProperty("changed").GetInt32()).ShouldBe((1, 0));
        report.GetProperty("gaps").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_shadow_that_is_no_policy_is_a_fault_of_its_file()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);
        var files = Repository.PolicyFiles();
        files["services/checkout.yaml"] = "kind: service\nname: checkout\nshadow: http-defalt\n";

        using var answer = await gate.PostAsync("/v1/policies/lint", JsonSerializer.Serialize(new { files }));

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("there is no policy 'http-defalt'; did you mean 'http-default'?");
    }

    [Theory]
    [InlineData("from=yesterday", "from", "'yesterday': expected a moment")]
    [InlineData("list=2000", "list", "'2000': expected 0 to 1000")]
    public async Task A_question_that_cannot_be_asked_is_refused_by_its_field(string query, string field, string said)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        (await gate.Client.GetAsync($"/v1/shadows?{query}").RefusedAsync(System.Net.HttpStatusCode.BadRequest)).Fault(field).ShouldStartWith(said);
    }

    private static MetricCollector<long> Collector(GateHost gate) => new(gate.App.Services.GetRequiredService<IMeterFactory>(), GateTelemetry.Source, GateTelemetry.Metrics.Shadows);
}
