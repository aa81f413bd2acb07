using Charts.Tests.Helm;

[assembly: AssemblyFixture(typeof(Workshop))]

namespace Charts.Tests.Helm;

/// <summary>
/// A copy of the charts for each major of Helm, with the dependencies of every example fetched by that Helm itself: nothing is left behind in the
/// work tree.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"charts-tests-{Guid.NewGuid():N}");

    public static IReadOnlyList<string> Examples { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("charts", "examples"), "Chart.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal),
    ];

    public async ValueTask InitializeAsync()
    {
        foreach (var major in new[] { 3, 4 })
        {
            Directory.CreateDirectory(_root);
            (await Command.RunAsync("/bin/cp", Repository.Root, ["-rL", "charts", Path.Combine(_root, $"{major}-charts")])).Good();
            foreach (var example in Examples)
            {
                (await Helm(major).RunAsync(Example(major, example), "dependency", "update", ".")).Good();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static HelmProgram Helm(int major) => new(major);

    internal string Chart(int major, string name) => Path.Combine(_root, $"{major}-charts", name);

    internal string Example(int major, string name) => Path.Combine(_root, $"{major}-charts", "examples", name);

    /// <summary>What an example renders into its team's namespace; the release is called like the chart.</summary>
    internal async Task<string> RenderExampleAsync(int major, string name, params string[] arguments) =>
        (await Helm(major).TemplateAsync(Example(major, name), "shop", arguments)).Good();

    /// <summary>What <c>charts/gate-service</c> renders with the fewest values it takes.</summary>
    internal async Task<string> RenderGateAsync(int major, params string[] arguments) =>
        (await Helm(major).TemplateAsync(Chart(major, "gate-service"), "gate-service", ["--values", SmallestGate, .. arguments])).Good();

    internal static string SmallestGate { get; } = Repository.PathOf("tests", "Charts.Tests", "Golden", "gate-service.values.yaml");
}
