using System.Diagnostics;
using System.Text.Json.Nodes;
using GateService.Demo.Argo;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>The answer through the readers Argo uses: client-go's own JSONPath (as kubectl brings it), then the template's conditions.</summary>
public sealed class JsonPathTests
{
    public static TheoryData<string, MeasurementPhase> Verdicts => new()
    {
        { "pass", MeasurementPhase.Successful },
        { "fail", MeasurementPhase.Failed },
        { "inconclusive", MeasurementPhase.Inconclusive },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Argo_reads_the_verdict_out_of_the_answer(string verdict, MeasurementPhase phase)
    {
        var body = await AnswerAsync(verdict);

        WebMetricProvider.Read(body).Phase.ShouldBe(phase);
        if (Environment.GetEnvironmentVariable("GATE_TEST_NO_KUBECTL") != "1")
        {
            (await KubectlAsync(body, "{$.result[1]}")).ShouldBe(verdict);
            (await KubectlAsync(body, "{$.verdict}")).ShouldBe(verdict);
            (await KubectlAsync(body, "{$.result}")).ShouldStartWith("[");
            (await KubectlAsync(body, "{$.result[2]}")).ShouldBe(WebMetricProvider.Read(body).Reason);
        }
    }

    private static async Task<string> AnswerAsync(string verdict)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(verdict switch { "pass" => SliceCounts.Healthy, "fail" => new SliceCounts(903, 37), _ => null }, SliceCounts.Healthy);
        await using var gate = await GateHost.StartAsync(nerdGraph);
        using var response = await gate.EvaluateAsync(Bodies.Step().ToJsonString());
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>kubectl patches a local file by nothing and prints the path of what came out: no cluster is asked.</summary>
    private static async Task<string> KubectlAsync(string body, string path)
    {
        var file = Path.Combine(Path.GetTempPath(), $"gate-{Guid.NewGuid():N}.json");
        var wrapped = JsonNode.Parse(body)!.AsObject();
        wrapped["apiVersion"] = "x/v1";
        wrapped["kind"] = "X";
        wrapped["metadata"] = new JsonObject { ["name"] = "x" };
        await File.WriteAllTextAsync(file, wrapped.ToJsonString());
        var start = new ProcessStartInfo("kubectl", ["patch", "--local", "--type=merge", "-p", "{}", "-f", file, "--allow-missing-template-keys=false", "-o", $"jsonpath={path}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = "/dev/null" },
        };
        using var kubectl = Process.Start(start)!;
        var output = await kubectl.StandardOutput.ReadToEndAsync();
        var error = await kubectl.StandardError.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        File.Delete(file);
        kubectl.ExitCode.ShouldBe(0, error);
        return output;
    }
}
