using System.Text.Json;
using Charts.Tests.Helm;

namespace Charts.Tests.Schemas;

/// <summary>Runs the Node scripts beside this file over manifests.</summary>
internal static class SchemaCheck
{
    /// <summary>The folder of published CRDs that ./test names; null where there is none, and ./test says so.</summary>
    public static string? Crds { get; } = Environment.GetEnvironmentVariable("GATE_TEST_CRDS") is { Length: > 0 } named ? named
        : Directory.Exists(Repository.PathOf("..", "shared", "data", "crds")) ? Repository.PathOf("..", "shared", "data", "crds")
        : null;

    /// <summary>Node finds packages from where a script lies, so they run from a copy among the packages.</summary>
    private static Lazy<string> Scripts { get; } = new(() =>
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Tools, "schemas")).FullName;
        foreach (var script in Directory.EnumerateFiles(Repository.PathOf("tests", "Charts.Tests", "Schemas"), "*.mjs"))
        {
            File.Copy(script, Path.Combine(folder, Path.GetFileName(script)), overwrite: true);
        }

        return folder;
    });

    /// <summary>Faults, and how many manifests a script looked at.</summary>
    public static async Task<(IReadOnlyList<string> Faults, int Looked)> RunAsync(string script, IReadOnlyList<string> manifests)
    {
        var folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;
        var files = new List<string>();
        foreach (var manifest in manifests)
        {
            files.Add(Path.Combine(folder, $"{files.Count}.yaml"));
            await File.WriteAllTextAsync(files[^1], manifest);
        }

        var output = (await Command.RunAsync(
            "node", folder, [Path.Combine(Scripts.Value, script), .. files], ("CHARTS_CRDS", Crds ?? ""))).Good();
        Directory.Delete(folder, recursive: true);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<SchemaFault>(line, JsonSerializerOptions.Web)!).ToList();
        return ([.. lines.Where(line => line.Fault is not null).Select(line => $"{line.Id}: {line.Fault}")], lines[^1].Looked!.Value);
    }
}
