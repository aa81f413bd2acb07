using System.Collections.Concurrent;
using Charts.Tests.Helm;

namespace Charts.Tests.Argo;

/// <summary>
/// Everything the charts are known to render, by name, with the gate's shared templates beside it: the committed examples and switches, and the
/// variations of this folder, each rendered once.
/// </summary>
internal static class Renderings
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = new(StringComparer.Ordinal);

    /// <summary>A variation is a file of values: a new file is a new test.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Workshop.Examples.Select(example => $"example {example}"),
        .. Of("Switches", "progressive-delivery").Select(name => $"switch {name}"),
        .. Of("Switches", "gate-service").Select(name => $"gate switch {name}"),
        .. Of("Argo/Variations", "progressive-delivery").Select(name => $"variation {name}"),
        .. Of("Argo/Variations", "gate-service").Select(name => $"gate variation {name}"),
    ];

    public static string Gate { get; } = Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml");

    public static string Example(string name) => Repository.Read("charts", "examples", name, "golden.yaml");

    public static string Switch(string chart, string name) => Repository.Read("tests", "Charts.Tests", "Switches", chart, $"{name}.golden");

    /// <summary>Gate and workload as they would lie in one cluster.</summary>
    internal static Task<string> RenderAsync(Workshop workshop, string name) => Rendered.GetOrAdd(name, _ => new(() => ReadAsync(workshop, name))).Value;

    /// <summary>Values that name a Gateway API plugin which remembers nothing by itself.</summary>
    public static bool HaveNewPlugin(string name) => name.Split(' ') is [var kind and ("variation" or "switch"), var file]
        && File.ReadAllText(kind == "switch" ? Repository.PathOf("tests", "Charts.Tests", "Switches", "progressive-delivery", $"{file}.yaml") : Values("progressive-delivery", file))
            .Contains("gatewayPlugin: \"0.13\"", StringComparison.Ordinal);

    private static async Task<string> ReadAsync(Workshop workshop, string name) => WorkloadReference.Resolved(name.Split(' ') switch
    {
        ["example", var example] => Both(Gate, Example(example)),
        ["switch", var file] => Both(Gate, Switch("progressive-delivery", file)),
        ["variation", var file] => Both(Gate, await workshop.RenderExampleAsync(3, "http-service", "--values", Values("progressive-delivery", file))),
        ["gate", "switch", var file] => await UnderAsync(workshop, Switch("gate-service", file)),
        ["gate", _, var file] => await UnderAsync(workshop, await workshop.RenderGateAsync(3, "--values", Values("gate-service", file))),
        _ => throw new ArgumentException($"nothing is called {name}"),
    });

    /// <summary>A gate under the workloads that use all four of its templates.</summary>
    private static async Task<string> UnderAsync(Workshop workshop, string gate) =>
        Both(gate, await workshop.RenderExampleAsync(3, "http-service", "--values", Values("progressive-delivery", "preflight")), Example("session-service"));

    private static string Both(params string[] rendered) => string.Join("\n---\n", rendered);

    private static string Values(string chart, string file) => Repository.PathOf("tests", "Charts.Tests", "Argo", "Variations", chart, $"{file}.yaml");

    private static IEnumerable<string> Of(string folder, string chart) =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "Charts.Tests", folder, chart), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);
}
