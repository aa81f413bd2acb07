using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>docs/tutorial.md, walked from its first command to its last as a newcomer would, with real processes: what it says is printed is printed.</summary>
public sealed partial class TutorialTests : IDisposable
{
    private const string Demo = "dotnet run --project src/GateService.Demo";

    private readonly DocumentShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task What_the_tutorial_says_happens()
    {
        // A machine that runs all other tests besides may be slow; what is judged is the same.
        foreach (var (name, value) in GateHost.Patient.Append(("Gate:Deadline", "18s")))
        {
            _shell.Set(name.Replace(":", "__", StringComparison.Ordinal), value!);
        }

        // The tool is packed and installed by the test of docs/gatectl.md; here the one that was built is asked.
        _shell.Shim("dotnet", $"""
            case "$*" in
              "run --project src/GateService.Demo -- "*) shift 4; exec {DocumentShell.Dotnet} "{AppContext.BaseDirectory}GateService.Demo.dll" "$@" --pace 0 --gate-url http://127.0.0.1:{_shell.GatePort} --simulator-url http://127.0.0.1:{_shell.SimulatorPort};;
              "pack src/GateService.Cli -c Release -o artifacts/packages" | "tool install GateService.Cli --tool-path artifacts/gatectl --add-source artifacts/packages") exit 0;;
              *) echo "the tutorial calls dotnet $*, which its test does not know"; exit 98;;
            esac
            """);
        var blocks = FencedBlock.Of("docs/tutorial.md");
        var held = 0;
        foreach (var (index, block) in blocks.Index().Where(block => block.Item.IsCommands))
        {
            var output = block.Text.StartsWith(Demo, StringComparison.Ordinal) && !block.Text.Contains("--exit", StringComparison.Ordinal)
                ? await _shell.StayAsync(block.Text.Trim(), "Ctrl+C ends")
                : await Ended(block.Text);
            if (blocks.ElementAtOrDefault(index + 1) is { Language: "text" } said)
            {
                ShouldSay(output, said);
                held++;
            }
        }

        held.ShouldBe(blocks.Count(block => block.Language == "text"));
    }

    /// <summary>The demo ends the one before it; all other commands ask it.</summary>
    private Task<string> Ended(string commands)
    {
        if (commands.StartsWith(Demo, StringComparison.Ordinal))
        {
            _shell.End();
        }

        return _shell.RunAsync(commands);
    }

    /// <summary>Its lines are there in their order, however a terminal breaks them; an ellipsis stands for anything.</summary>
    private static void ShouldSay(string output, FencedBlock said)
    {
        var (text, at) = (Blanks().Replace(output, " "), 0);
        foreach (var part in said.Text.Split('\n').SelectMany(line => line.Split('…')).Select(part => Blanks().Replace(part, " ").Trim()).Where(part => part.Length > 0))
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThan(-1, $"{said.Document}:{said.Line}: '{part}' is not, or not there, in\n{output}");
            at += part.Length;
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
