using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>What an editor marks: yaml-language-server, which VS Code, IntelliJ's plugin and Neovim run, with the shipped schema.</summary>
internal static class EditorHost
{
    /// <summary>Marks by file name, each with its line.</summary>
    /// <param name="files">Texts by a name without folders.</param>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<(int Line, string Message)>>> MarksAsync(IReadOnlyDictionary<string, string> files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
        {
            // What a file says of its schema would lead to one beside it, which is not there.
            await File.WriteAllTextAsync(folder.File(name), text.Replace("# yaml-language-server:", "# editor:", StringComparison.Ordinal));
        }

        var (code, output, error) = await NodeTool.RunAsync(Repository.PathOf("tests", "Editor", "diagnose.mjs"), [Repository.PathOf("policies", "policy.schema.json"), .. files.Keys.Select(folder.File)]);

        code.ShouldBe(0, $"yaml-language-server does not run; `. eng/tools` installs it: {error}");
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output)!.ToDictionary(
            file => file.Key,
            file => (IReadOnlyList<(int, string)>)[.. file.Value.EnumerateArray().Select(mark => (mark.GetProperty("line").GetInt32(), mark.GetProperty("message").GetString()!))]);
    }
}
