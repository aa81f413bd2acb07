using System.Diagnostics;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>docs/tutorial.md, walked: every block of it in one shell, over a gate and a simulator that run as its first step says.</summary>
public sealed partial class TutorialTests
{
    [Fact]
    public async Task Every_step_of_the_tutorial_does_what_it_says()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            var path = Path.Combine(folder.Path, "my-policies", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        await using var simulator = await SimulatorHost.StartAsync();
        await using var gate = await GateHost.StartAsync(
            simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("Policies:Directory", folder.File("my-policies")), ("Policies:ReloadInterval", "00:00:01")]);
        var script = Blocks(folder.Path).ToList();

        var (code, output, error) = await RunAsync(folder.Path, string.Join('\n', script.Select(block => block.Bash)), gate.Client.BaseAddress!, simulator.Client.BaseAddress!);

        code.ShouldBe(0, output + error);
        var said = output;
        foreach (var line in script.SelectMany(block => block.Said))
        {
            said.ShouldContain(line, Case.Sensitive, $"{output}\n{error}");
            said = said[(said.IndexOf(line, StringComparison.Ordinal) + line.Length)..];
        }
    }

    /// <summary>What is run, and what is said after it; the first step is the test's own.</summary>
    private static IEnumerable<(string Bash, string[] Said)> Blocks(string folder) => Block().Matches(Repository.Read("docs", "tutorial.md")).Select(block => (Kind: block.Groups[1].Value, Text: block.Groups[2].Value)).Select(block =>
        block.Kind == "bash" ? (block.Text, [])
        : block.Kind == "text" ? ("", block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        : block.Kind.StartsWith("yaml ", StringComparison.Ordinal) ? ($"cat > '{Path.Combine(folder, block.Kind[5..])}' <<'EOF'\n{block.Text}EOF", Array.Empty<string>())
        : ("", []));

    private static async Task<(int Code, string Output, string Error)> RunAsync(string folder, string script, Uri gate, Uri simulator)
    {
        var start = new ProcessStartInfo("bash", ["-uo", "pipefail", "-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["GATE_URL"] = gate.ToString();
        start.Environment["GATE_TOKEN"] = GateHost.Token;
        start.Environment["SIMULATOR"] = simulator.ToString().TrimEnd('/');
        using var bash = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(late.Token), bash.StandardError.ReadToEndAsync(late.Token));
        try
        {
            await bash.WaitForExitAsync(late.Token);
        }
        finally
        {
            bash.Kill(entireProcessTree: true);
        }

        return (bash.ExitCode, await output, await error);
    }

    [GeneratedRegex(@"^```([a-z]+(?: [\w./-]+)?)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
