using Charts.Tests.Helm;

namespace Charts.Tests.Schemas;

/// <summary>Every manifest that the charts are known to render is one that the API server would take: fields, types and nothing unknown.</summary>
public sealed class SchemaTests
{
    /// <summary>All golden files; RenderTests hold them to what Helm renders.</summary>
    private static IReadOnlyList<string> Rendered { get; } =
    [
        .. new[] { Repository.PathOf("charts", "examples"), Repository.PathOf("tests", "Charts.Tests") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) == ".golden" || Path.GetFileName(file) is "golden.yaml" or "gate-service.yaml")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. Directory.EnumerateFiles(Repository.PathOf("charts", "examples", "argocd"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];

    [Theory]
    [InlineData("models.mjs")]
    [InlineData("types.mjs")]
    public async Task Every_manifest_fits_the_published_types(string script)
    {
        var (faults, looked) = await SchemaCheck.RunAsync(script, Rendered);

        faults.Take(10).ShouldBeEmpty();
        looked.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Every_custom_resource_fits_its_published_definition()
    {
        if (SchemaCheck.Crds is null)
        {
            Assert.Skip("the published CRDs (../shared/data/crds) are not here");
        }

        var (faults, looked) = await SchemaCheck.RunAsync("crds.mjs", Rendered);

        faults.Take(10).ShouldBeEmpty();
        looked.ShouldBeGreaterThan(50);
    }

    [Theory]
    [InlineData("models.mjs", "startingStep: 1", "startingStep: first")]
    [InlineData("types.mjs", "maxSurge: 25%", "maxSurje: 25%")]
    [InlineData("models.mjs", "minReplicaCount: 2", "minReplicaCount: two")]
    [InlineData("types.mjs", "- {name: checkout, port: 80, weight: 100}", "- {name: checkout, port: 80, wait: 100}")]
    [InlineData("crds.mjs", "maxSurge: 25%", "maxSurje: 25%")]
    [InlineData("crds.mjs", "setWeight: 25", "setWeight: a quarter")]
    public async Task A_broken_manifest_is_found(string script, string good, string broken)
    {
        if (script == "crds.mjs" && SchemaCheck.Crds is null)
        {
            Assert.Skip("the published CRDs (../shared/data/crds) are not here");
        }

        var golden = Repository.Read("charts", "examples", "http-service", "golden.yaml");
        golden.ShouldContain(good);

        var (faults, _) = await SchemaCheck.RunAsync(script, [golden.Replace(good, broken, StringComparison.Ordinal)]);

        faults.ShouldNotBeEmpty();
    }
}
