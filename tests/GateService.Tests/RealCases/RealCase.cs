using System.IO.Compression;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.RealCases;

/// <summary>One case of a real system with a real fault: events as New Relic would hold them, and what a perfect gate would say. Nothing of it is in the repository.</summary>
internal sealed class RealCase(string folder)
{
    private readonly JsonObject _case = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "case.json")))!.AsObject();

    /// <summary>GATE_REAL_CASES, else <c>data/nezha</c> of the shared folder beside the checkout; null where neither is.</summary>
    public static string? Folder { get; } =
        new[] { Environment.GetEnvironmentVariable("GATE_REAL_CASES"), Path.Combine(Repository.Root, "..", "shared", "data", "nezha") }.FirstOrDefault(Directory.Exists);

    public static IReadOnlyList<string> Names { get; } =
        Folder is null ? [] : [.. Directory.GetDirectories(Folder).Select(found => Path.GetFileName(found)).Order(StringComparer.Ordinal)];

    public static RealCase Of(string name) => new(Path.Combine(Folder!, name));

    public string Name { get; } = Path.GetFileName(folder);

    /// <summary>What was injected; empty where nothing was.</summary>
    public string Fault => _case["fault"]?["type"]?.GetValue<string>() ?? "";

    public IReadOnlyList<string> Acceptable => [.. _case["expected"]!["acceptable"]!.AsArray().Select(verdict => verdict!.GetValue<string>())];

    public string Attribution => _case["expected"]!["attribution"]!.GetValue<string>();

    private string Service => _case["service"]!.GetValue<string>();

    /// <summary>What Argo would ask about it at the end of its window.</summary>
    public JsonObject Question()
    {
        var (canary, stable) = (Hash("canary"), Hash("stable"));
        var pod = _case["stable"]!["pods"]![0]!.GetValue<string>();
        return new JsonObject
        {
            ["mode"] = "step",
            ["service"] = Service,
            ["rollout"] = pod[..(pod.IndexOf(stable, StringComparison.Ordinal) - 1)],
            ["canaryHash"] = canary,
            ["stableHash"] = stable,
            ["rolloutStartedAt"] = Moment("startMs"),
            ["stepStartedAt"] = Moment("startMs"),
            ["at"] = Moment("endMs"),
        };
    }

    /// <summary>As the simulator's route for seeding takes them.</summary>
    public async Task<string> EventsAsync()
    {
        await using var file = File.OpenRead(Path.Combine(folder, "events.ndjson.gz"));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        return await reader.ReadToEndAsync();
    }

    private string Hash(string slice) => _case[slice]!["podTemplateHash"]!.GetValue<string>();

    private string Moment(string name) => _case["window"]![name]!.GetValue<long>().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
