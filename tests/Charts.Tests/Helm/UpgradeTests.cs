namespace Charts.Tests.Helm;

/// <summary>
/// Who installed an earlier version goes on with his values as they are. A folder of Upgrades holds the values of a version, what it rendered from
/// them, and how today's chart differs: that difference is what an upgrade changes in the cluster, and is reviewed like code.
/// </summary>
public sealed class UpgradeTests(Workshop workshop)
{
    public static TheoryData<int, string> Upgrades =>
    [
        .. from folder in Directory.EnumerateDirectories(Repository.PathOf("tests", "Charts.Tests", "Upgrades")).Order(StringComparer.Ordinal)
           from major in new[] { 3, 4 }
           select (major, Path.GetFileName(folder)),
    ];

    [Theory]
    [MemberData(nameof(Upgrades))]
    public async Task The_values_of_an_earlier_version_still_render(int major, string version)
    {
        var today = Manifest.All(await RenderAsync(major, version));
        var before = Manifest.All(Repository.Read("tests", "Charts.Tests", "Upgrades", version, "rendered.yaml"));

        foreach (var old in before)
        {
            var now = today.SingleOrDefault(manifest => manifest.Kind == old.Kind && manifest.Name == old.Name);

            now.ShouldNotBeNull($"{old.Kind} {old.Name} is gone");
            foreach (var field in Immutable(old.Kind))
            {
                $"{now.Find(field)}".ShouldBe($"{old.Find(field)}", $"{old.Kind} {old.Name}: the API server refuses to change {field}");
            }
        }
    }

    [Fact]
    public async Task What_an_upgrade_changes_is_committed()
    {
        foreach (var folder in Directory.EnumerateDirectories(Repository.PathOf("tests", "Charts.Tests", "Upgrades")))
        {
            var today = Path.GetTempFileName();
            await File.WriteAllTextAsync(today, await RenderAsync(3, Path.GetFileName(folder)));

            var difference = await Command.RunAsync("/usr/bin/diff", folder, ["--unified=1", "--label", Path.GetFileName(folder), "--label", "today", "rendered.yaml", today]);

            File.Delete(today);
            difference.Code.ShouldBeLessThan(2, difference.Error);
            Repository.ShouldBeCommitted(difference.Output, "tests", "Charts.Tests", "Upgrades", Path.GetFileName(folder), "to-today.diff");
        }
    }

    private async Task<string> RenderAsync(int major, string version)
    {
        var chart = version[..version.LastIndexOf('-')];
        var values = Repository.PathOf("tests", "Charts.Tests", "Upgrades", version, "values.yaml");
        return (await Workshop.Helm(major).TemplateAsync(workshop.Chart(major, chart), chart, "--values", values)).Good();
    }

    private static string[] Immutable(string kind) => kind switch
    {
        "Deployment" => ["spec.selector"],
        "PersistentVolumeClaim" => ["spec.accessModes", "spec.storageClassName", "spec.resources.requests.storage"],
        "Service" => ["spec.selector", "spec.ports"],
        _ => [],
    };
}
