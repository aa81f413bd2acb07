using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Contract;

/// <summary>Spectral and Redocly have nothing to say about the contract, and would say it.</summary>
public sealed class LinterTests
{
    private static readonly string Committed = Repository.PathOf("openapi", "gate-service.v1.json");

    [Fact]
    public async Task Spectral_finds_nothing()
    {
        var (code, output, error) = await SpectralAsync(Committed);

        code.ShouldBe(0, output + error);
        output.ShouldContain("No results");
    }

    [Fact]
    public async Task Redocly_finds_nothing()
    {
        var (code, output, error) = await RedoclyAsync(Committed);

        code.ShouldBe(0, output + error);
        JsonNode.Parse(output)!["totals"]!.ToJsonString().ShouldBe("""{"errors":0,"warnings":0,"ignored":0}""");
    }

    [Fact]
    public async Task Both_find_an_example_that_breaks_its_schema()
    {
        using var folder = new TemporaryFolder();
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken))!;
        document["paths"]!["/v1/gates/evaluate"]!["post"]!["responses"]!["200"]!["content"]!["application/json"]!["example"]!["summary"] = null;
        var broken = folder.File("broken.json");
        await File.WriteAllTextAsync(broken, document.ToJsonString(), TestContext.Current.CancellationToken);

        var spectral = await SpectralAsync(broken);
        var redocly = await RedoclyAsync(broken);

        spectral.Code.ShouldBe(1);
        spectral.Output.ShouldContain("oas3-valid-media-example");
        JsonNode.Parse(redocly.Output)!["problems"]!.AsArray().Select(problem => (string)problem!["ruleId"]!).ShouldBe(["no-invalid-media-type-examples"]);
    }

    private static Task<(int Code, string Output, string Error)> SpectralAsync(string file) =>
        NodeTool.RunAsync("@stoplight/spectral-cli/dist/index.js", "lint", file, "--ruleset", Repository.PathOf("openapi", "spectral.yaml"), "--fail-severity", "hint");

    private static Task<(int Code, string Output, string Error)> RedoclyAsync(string file) =>
        NodeTool.RunAsync("@redocly/cli/bin/cli.js", "lint", file, "--config", Repository.PathOf("openapi", "redocly.yaml"), "--format", "json");
}
