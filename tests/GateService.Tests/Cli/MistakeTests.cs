using System.Net.Http.Json;
using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>What authors get wrong is said by linter, editor and gate, at the line where they went wrong, in the file they can mend.</summary>
public sealed class MistakeTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    public static TheoryData<int> Offline => [.. Enumerable.Range(1, PolicyMistake.All.Count).Where(number => number != PolicyMistake.UnknownAttribute)];

    [Theory]
    [MemberData(nameof(Offline))]
    public async Task The_linter_says_it_at_the_line_in_the_file_of_its_author_and_the_gate_the_same(int number)
    {
        var mistake = PolicyMistake.All[number - 1];
        using var folder = new MistakenFolder(mistake);

        var linted = await Ctl.RunAsync([], ["lint", "--output", "json"], folder.Root);
        var served = await ServedAsync(mistake);

        linted.Code.ShouldBe(ExitCode.No, linted.Output + linted.Error);
        var faults = JsonSerializer.Deserialize<JsonElement>(linted.Output).GetProperty("faults").EnumerateArray().ToList();
        faults.ShouldAllBe(fault => fault.GetProperty("file").GetString() == $"policies/{mistake.File}", linted.Output);
        faults[0].GetProperty("line").GetInt32().ShouldBe(mistake.Line, linted.Output);
        string.Join('\n', faults.Select(Said)).ShouldContain(mistake.Said);
        served.ShouldBe(faults.Select(Said), ignoreOrder: true);
    }

    [Fact]
    public async Task An_attribute_that_no_event_carries_is_said_where_New_Relic_is_asked()
    {
        var mistake = PolicyMistake.All[PolicyMistake.UnknownAttribute - 1];
        using var folder = new MistakenFolder(mistake);
        await using var simulator = await SeenEvents.StartAsync();

        var linted = await Ctl.RunAsync([], ["lint", .. SeenEvents.Options(simulator)], folder.Root);

        linted.Code.ShouldBe(ExitCode.No, linted.Error);
        linted.Output.ShouldContain($"policies/{mistake.File}:{mistake.Line}: error: telemetry.serviceAttribute: 'appNaem': no Transaction event of the last 24h carries it; did you mean 'appName'?");
    }

    /// <summary>UPDATE_DOCS=1 writes it anew.</summary>
    [Fact]
    public async Task The_table_of_mistakes_is_what_linter_editor_and_gate_say()
    {
        var marks = await EditorHost.MarksAsync(PolicyMistake.All.Index().ToDictionary(mistake => $"{mistake.Index + 1:00}.yaml", mistake => mistake.Item.Text));
        var rows = new List<string>();
        foreach (var (index, mistake) in PolicyMistake.All.Index())
        {
            var (editor, served) = (marks[$"{index + 1:00}.yaml"], await ServedAsync(mistake));
            (editor.Count > 0).ShouldBe(mistake.ByEditor, $"{mistake.What}: {string.Join("; ", editor)}");
            rows.Add($"| {index + 1} | {mistake.What} | {(served.Count > 0 ? $"{mistake.File}:{mistake.Line}" : $"{mistake.File}:{mistake.Line}, with a key of New Relic's")} | {(editor.Count > 0 ? $"line {editor[0].Line}: {Shortened(editor[0].Message)}" : "a schema cannot know")} | {(served.Count > 0 ? Shortened(served[0]) : "only events tell")} |");
        }

        var document = Repository.Read("docs", "policy-mistakes.md");
        var (before, after) = (document[..(document.IndexOf("|---|", StringComparison.Ordinal) + "|---|---|---|---|---|\n".Length)], document[document.LastIndexOf("|\n", StringComparison.Ordinal)..][2..]);
        var drawn = before + string.Concat(rows.Select(row => row + "\n")) + after;
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            await File.WriteAllTextAsync(Repository.PathOf("docs", "policy-mistakes.md"), drawn);
        }

        document.ShouldBe(drawn, "run the test with UPDATE_DOCS=1");
    }

    private async Task<IReadOnlyList<string>> ServedAsync(PolicyMistake mistake)
    {
        using var answer = await fixture.Gate.Client.PostAsJsonAsync("/v1/policies/lint", new { files = new Dictionary<string, string>(Repository.PolicyFiles()) { [mistake.File] = mistake.Text } });
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faults").EnumerateArray().Select(Said)];
    }

    private static string Said(JsonElement fault) => $"{fault.GetProperty("line")} {fault.GetProperty("path").GetString()}: {fault.GetProperty("message").GetString()}";

    private static string Shortened(string message) => (message.Length > 110 ? message[..110] + "…" : message).Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
