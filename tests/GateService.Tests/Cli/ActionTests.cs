using System.Diagnostics;
using GateService.Tests.Documents;
using GateService.Tests.Hosting;
using YamlDotNet.RepresentationModel;

namespace GateService.Tests.Cli;

/// <summary>The GitHub Action: its script run as a runner runs it, with the built gatectl.</summary>
public sealed class ActionTests
{
    [Fact]
    public async Task Lint_annotates_and_writes_SARIF_and_fails_the_job()
    {
        using var folder = new MistakenFolder(PolicyMistake.All[0]);

        var (code, output) = await RunAsync(folder.Root, ("COMMAND", "lint"), ("POLICIES", "policies"), ("SARIF", "found.sarif"));

        code.ShouldBe(1, output);
        output.ShouldContain("::error file=policies/my-policy.yaml,line=6,");
        (await File.ReadAllTextAsync(Path.Combine(folder.Root, "found.sarif"))).ShouldContain("\"startLine\": 6");
    }

    [Theory]
    [InlineData("pass", "fail", 0)]
    [InlineData("fail", "pass", 1)]
    [InlineData("inconclusive", "fail", 2)]
    [InlineData("inconclusive", "pass", 0)]
    public async Task Check_says_the_verdict_and_only_what_nobody_can_say_may_be_let_through(string verdict, string onInconclusive, int expected)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(verdict switch { "pass" => SliceCounts.Healthy, "fail" => new SliceCounts(903, 37), _ => new SliceCounts(3, 0) }, SliceCounts.Healthy);
        await using var gate = await GateHost.StartAsync(nerdGraph);
        using var folder = new TemporaryFolder();

        var (code, output) = await RunAsync(
            folder.Path,
            ("COMMAND", "check"),
            ("GATE_URL", gate.Client.BaseAddress!.ToString()),
            ("GATE_TOKEN", GateHost.Token),
            ("QUESTION", "--service checkout --namespace shop --mode step --stable-hash 7d9f8c6b54 --canary-hash 5c6d7e8f --step-weight 5 --policy http-threshold"),
            ("COMMENT", "comment.md"),
            ("ON_INCONCLUSIVE", onInconclusive));

        code.ShouldBe(expected, output);
        (await File.ReadAllTextAsync(folder.File("outputs"))).ShouldBe($"verdict={verdict}\n");
        (await File.ReadAllTextAsync(folder.File("comment.md"))).ShouldStartWith($"### {verdict}: checkout");
        (await File.ReadAllTextAsync(folder.File("summary"))).ShouldStartWith($"### {verdict}: checkout");
    }

    [Fact]
    public void The_script_reads_no_variable_that_the_action_does_not_set()
    {
        var action = Repository.Read("actions", "gatectl", "action.yml");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(action));
        var given = ((YamlMappingNode)((YamlSequenceNode)yaml.Documents[0].RootNode["runs"]["steps"]).Last()["env"]).Children.Keys.Select(key => key.ToString()).ToList();

        System.Text.RegularExpressions.Regex.Matches(Repository.Read("actions", "gatectl", "run.sh"), @"\$\{?([A-Z_]+)").Select(match => match.Groups[1].Value).Distinct()
            .Except(["GITHUB_OUTPUT"]).Except(given).ShouldBeEmpty();
        // A value of an input in a script would be code of whoever opens a pull request.
        ((YamlSequenceNode)yaml.Documents[0].RootNode["runs"]["steps"]).OfType<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).ShouldAllBe(run => !run.Contains("${{", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tutorial_s_sample_gives_the_action_what_it_takes()
    {
        var action = new YamlStream();
        action.Load(new StringReader(Repository.Read("actions", "gatectl", "action.yml")));
        var taken = ((YamlMappingNode)action.Documents[0].RootNode["inputs"]).Children.Keys.Select(key => key.ToString()).ToList();
        var sample = new YamlStream();
        sample.Load(new StringReader(FencedBlock.Of("docs/tutorial.md").Single(block => block.Text.StartsWith("- uses: ", StringComparison.Ordinal)).Text));

        var given = ((YamlSequenceNode)sample.Documents[0].RootNode).Select(step => ((YamlMappingNode)step["with"]).Children.Keys.Select(key => key.ToString()).ToList()).ToList();

        given.Count.ShouldBe(2);
        given.SelectMany(keys => keys).Except(taken).ShouldBeEmpty();
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, params (string Name, string Value)[] inputs)
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf("actions", "gatectl", "run.sh")]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("POLICIES", ""), ("SARIF", ""), ("QUESTION", ""), ("WAIT", "0s"), ("COMMENT", ""), ("ON_INCONCLUSIVE", "fail") }.Concat(inputs))
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["GITHUB_OUTPUT"] = Path.Combine(folder, "outputs");
        start.Environment["GITHUB_STEP_SUMMARY"] = Path.Combine(folder, "summary");
        using var bash = Process.Start(start)!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (bash.ExitCode, await output + await error);
    }
}
