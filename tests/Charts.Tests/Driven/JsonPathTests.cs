using System.Text.Json.Nodes;
using Charts.Tests.Helm;
using GateService.Demo.Argo;

namespace Charts.Tests.Driven;

/// <summary>The rendered jsonPath through client-go's own implementation (as kubectl brings it), on real answers of the running gate.</summary>
public sealed class JsonPathTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    [Theory]
    [InlineData("healthy", MeasurementPhase.Successful)]
    [InlineData("errorBurst", MeasurementPhase.Failed)]
    [InlineData("noTraffic", MeasurementPhase.Inconclusive)]
    public async Task Every_rendered_path_and_condition_reads_real_answers(string kind, MeasurementPhase expected)
    {
        var world = await VirtualWorld.CreateAsync(servers, kind, $"read-{kind.ToLowerInvariant()}");
        for (var minute = 0; minute < 10; minute++)
        {
            await world.PassMinuteAsync(25);
        }

        foreach (var template in Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml")).Where(manifest => manifest.Name is "metric-gate-step" or "metric-gate-background"))
        {
            var arguments = Arguments.Of(template.Maps("spec.args"), [], template);
            (arguments["service"], arguments["namespace"]) = ($"read-{kind.ToLowerInvariant()}", "shop");
            (arguments["stable-hash"], arguments["canary-hash"]) = (VirtualWorld.StableHash, VirtualWorld.CanaryHash);
            arguments["step-weight"] = "25";
            var metric = new RenderedMetric(template.Maps("spec.metrics").Single(), arguments);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate") { Content = new StringContent(world.At(metric.Body(), 0).ToJsonString()) };
            request.Headers.Authorization = new("Bearer", GateOverSimulator.Token);
            using var answer = await servers.Gate.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();

            var read = metric.Read(body);

            read.Phase.ShouldBe(expected, read.Reason);
            JsonNode.DeepEquals(JsonNode.Parse(await KubectlAsync(body, metric.JsonPath)), JsonNode.Parse(read.Value)).ShouldBeTrue(read.Value);
        }
    }

    /// <summary>kubectl patches a local file by nothing and prints the path of what came out: no cluster is asked.</summary>
    private static async Task<string> KubectlAsync(string body, string path)
    {
        var file = Path.Combine(Path.GetTempPath(), $"charts-tests-{Guid.NewGuid():N}.json");
        var wrapped = JsonNode.Parse(body)!.AsObject();
        (wrapped["apiVersion"], wrapped["kind"], wrapped["metadata"]) = ("x/v1", "X", new JsonObject { ["name"] = "x" });
        await File.WriteAllTextAsync(file, wrapped.ToJsonString());
        var printed = await Command.RunAsync(
            "kubectl", "/", ["patch", "--local", "--type=merge", "-p", "{}", "-f", file, "--allow-missing-template-keys=false", "-o", $"jsonpath={path}"], ("KUBECONFIG", "/dev/null"));
        File.Delete(file);
        return printed.Good();
    }
}
