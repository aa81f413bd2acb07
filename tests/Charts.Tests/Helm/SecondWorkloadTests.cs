using System.Text.RegularExpressions;

namespace Charts.Tests.Helm;

/// <summary>A second workload of the same chart, as the document has it: Helm holds its values to no schema, so the chart does.</summary>
public sealed partial class SecondWorkloadTests(Workshop workshop)
{
    private static readonly string[] Smallest = ["--set", "api.service=api,api.team=shop,api.image=registry.example.com/api:1.2.3,api.port=8080"];

    [Fact]
    public void The_schema_that_templates_read_is_that_of_the_values() =>
        Repository.ShouldBeCommitted(
            $"{{{{- /* values.schema.json once more, because a library chart cannot read its own files: a test holds them equal, and UPDATE_CHARTS=1 copies it. */ -}}}}\n{{{{- define \"pd.schema\" -}}}}\n"
            + $"{Repository.Read("charts", "progressive-delivery", "values.schema.json").TrimEnd()}\n{{{{- end -}}}}\n",
            "charts", "progressive-delivery", "templates", "_schema.tpl");

    [Theory]
    [InlineData("--set-string", "api.gate.dryRun=false", "gate.dryRun 'false' is of another kind (string): write true or false, without quotes")]
    [InlineData("--set-string", "api.autoscaling.enabled=false", "autoscaling.enabled 'false' is of another kind (string): write true or false")]
    [InlineData("--set-string", "api.port=8081", "port '8081' is of another kind (string): write a whole number")]
    [InlineData("--set", "api.team=42", "team '42' is of another kind (integer): write a text")]
    [InlineData("--set", "api.canary.steps=5", "canary.steps '5' is of another kind (integer): write a list")]
    [InlineData("--set", "api.canary.steps[0].weight=5", "canary.steps[0].hold is missing: write it")]
    [InlineData("--set", "api.canary.stpes=5", "canary.stpes is no key of this chart: remove it, or write one of ")]
    [InlineData("--set", "api.workloadd=http", "workloadd is no key of this chart: ")]
    [InlineData("--set", "api.gate.step.inconclusivLimit=5", "gate.step.inconclusivLimit is no key of this chart: ")]
    [InlineData("--set", "api.routes.main.hostname=shop", "routes.main.hostname is no key of this chart: ")]
    [InlineData("--set", "api.workload.type=htp", "workload.type 'htp' is unknown: write one of http, session, worker")]
    [InlineData("--set", "api.servicePort=0", "servicePort 0 is too small: write 1 or more")]
    [InlineData("--set", "api.servicePort=70000", "servicePort 70000 is too large: write at most 65535")]
    [InlineData("--set", "api.change.link=here", "change.link \"here\" does not match")]
    public async Task What_the_schema_refuses_is_refused(string how, string value, string fault)
    {
        foreach (var major in new[] { 3, 4 })
        {
            var rendered = await RenderAsync(major, [.. Smallest, how, value]);

            rendered.Error.ShouldContain(fault);
            rendered.Error.ShouldContain("refuses these values (1):");
        }
    }

    [Fact]
    public async Task What_the_schema_takes_is_taken_and_what_the_platform_says_is_read()
    {
        var rendered = (await RenderAsync(3, [.. Smallest, "--set", "api.gate.dryRun=false,api.env.SIZE=5,api.routes.main.kind=http,api.routes.admin=null,api.canary.maxSurge=1,global.gate.cluster=production-1"])).Good();

        Manifest.All(rendered).Single(manifest => manifest.Kind == "Rollout").Name.ShouldBe("api");
        rendered.ShouldContain("value: production-1");
    }

    private async Task<Command> RenderAsync(int major, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;
        (await Command.RunAsync("/bin/cp", folder, ["-r", workshop.Example(major, "http-service"), folder])).Good();
        var chart = Path.Combine(folder, "http-service");
        await File.WriteAllTextAsync(Path.Combine(chart, "templates", "all.yaml"), Sample().Match(Repository.Read("docs", "charts.md")).Value);
        var rendered = await Workshop.Helm(major).TemplateAsync(chart, "shop", arguments);
        Directory.Delete(folder, recursive: true);
        return rendered;
    }

    [GeneratedRegex(@"\{\{ include ""progressive-delivery"" \(dict .*?\) \}\}")]
    private static partial Regex Sample();
}
