using Charts.Tests.Helm;

namespace Charts.Tests.Argo;

/// <summary>Argo Rollouts' own validation, controllers and notifications over manifests, as one program that asks no cluster.</summary>
internal static class ArgoCheck
{
    private const string Absent = "Argo's own code (../shared/argo/check/argo-check.xz, or ARGO_CHECK) is not here; the rules of Argo/Rules are checked all the same";

    /// <summary>A program, or one packed by xz; null where there is none, and ./test says so.</summary>
    private static readonly string? Source = Environment.GetEnvironmentVariable("ARGO_CHECK") is { Length: > 0 } named ? named
        : File.Exists(Repository.PathOf("..", "shared", "argo", "check", "argo-check.xz")) ? Repository.PathOf("..", "shared", "argo", "check", "argo-check.xz")
        : null;

    private static readonly Lazy<Task<string>> Unpacked = new(UnpackAsync);

    /// <summary>Every fault of every Rollout and template, with what they refer to.</summary>
    public static async Task<IReadOnlyList<string>> ValidateAsync(string manifests)
    {
        var lines = (await RunAsync(["validate"], manifests)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var faults = lines.Where(line => line.StartsWith("  FAULT ", StringComparison.Ordinal)).Select(line => line["  FAULT ".Length..]).ToList();
        lines[^1].ShouldBe($"{faults.Count} faults");
        return faults;
    }

    /// <summary>Where every Rollout is after the rollout controller has seen it once.</summary>
    public static async Task<IReadOnlyList<ArgoSync>> SyncAsync(string manifests) => ArgoSync.All((await RunAsync(["sync"], manifests)).Good());

    /// <summary>Every analysis of every Rollout and every AnalysisRun, in virtual time.</summary>
    /// <param name="options">Such as <c>-gate URL</c>.</param>
    /// <param name="message">Template of the notification; empty: none is made.</param>
    public static async Task<IReadOnlyList<ArgoRun>> AnalyseAsync(string manifests, string message, params string[] options)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message);
        var output = (await RunAsync(["run", .. options], manifests, ("NOTIFY", message.Length == 0 ? "/dev/null/none" : file))).Good();
        File.Delete(file);
        return ArgoRun.All(output);
    }

    /// <summary>Skips the test, and says why, where the program is not here.</summary>
    public static void Need()
    {
        if (Source is null)
        {
            Assert.Skip(Absent);
        }
    }

    private static async Task<Command> RunAsync(IReadOnlyList<string> arguments, string manifests, params (string Name, string Value)[] environment)
    {
        Need();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, manifests);
        var run = await Command.RunAsync(await Unpacked.Value, Path.GetTempPath(), [.. arguments, file], environment);
        File.Delete(file);
        run.Error.ShouldBeEmpty();
        return run;
    }

    /// <summary>Into a folder of its own for every version of the file, so that it is done once and not once a run.</summary>
    private static async Task<string> UnpackAsync()
    {
        var source = new FileInfo(Source!);
        if (source.Extension != ".xz")
        {
            return source.FullName;
        }

        var program = Repository.PathOf("artifacts", "argo-check", $"{source.Length}-{source.LastWriteTimeUtc.Ticks}", "argo-check");
        if (!File.Exists(program))
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(program)!).FullName;
            var own = Path.Combine(folder, $"{Guid.NewGuid():N}");
            (await Command.RunAsync("/bin/sh", folder, ["-c", "xz -dc \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh", source.FullName, own])).Good();
            File.Move(own, program, overwrite: true);
        }

        return program;
    }
}
