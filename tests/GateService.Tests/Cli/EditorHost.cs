using System.Diagnostics;
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
            await File.WriteAllTextAsync(folder.File(name), text);
        }

        var start = new ProcessStartInfo("node", [Repository.PathOf("tests", "Editor", "diagnose.mjs"), Repository.PathOf("policies", "policy.schema.json"), .. files.Keys.Select(folder.File)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, error) = (node.StandardOutput.ReadToEndAsync(late.Token), node.StandardError.ReadToEndAsync(late.Token));
        try
        {
            await node.WaitForExitAsync(late.Token);
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }

        node.ExitCode.ShouldBe(0, $"yaml-language-server does not run; `. eng/tools` installs it: {await error}");
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await output)!.ToDictionary(
            file => file.Key,
            file => (IReadOnlyList<(int, string)>)[.. file.Value.EnumerateArray().Select(mark => (mark.GetProperty("line").GetInt32(), mark.GetProperty("message").GetString()!))]);
    }
}
