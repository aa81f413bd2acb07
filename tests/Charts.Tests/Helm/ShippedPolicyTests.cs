namespace Charts.Tests.Helm;

/// <summary>The gate's chart brings the policies of the repository as files of its own: Helm warns of links, and a clone on Windows has none.</summary>
public sealed class ShippedPolicyTests
{
    private static readonly string Own = Repository.PathOf("policies");
    private static readonly string Copy = Repository.PathOf("charts", "gate-service", "policies");

    [Fact]
    public void The_chart_s_policies_are_those_of_the_repository_to_the_byte()
    {
        if (Repository.IsUpdating)
        {
            Directory.Delete(Copy, recursive: true);
            foreach (var (name, content) in Files(Own))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Copy, name))!);
                File.WriteAllText(Path.Combine(Copy, name), content);
            }
        }

        Files(Copy).ShouldBe(Files(Own), "UPDATE_CHARTS=1 dotnet test --project tests/Charts.Tests copies policies into charts/gate-service/policies anew");
    }

    [Fact]
    public void No_file_of_a_chart_is_a_link() =>
        Directory.EnumerateFileSystemEntries(Repository.PathOf("charts"), "*", SearchOption.AllDirectories)
            .Where(entry => new FileInfo(entry).LinkTarget is not null).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(HelmProgram.Majors), MemberType = typeof(HelmProgram))]
    public async Task Helm_has_nothing_to_say_beside_what_it_renders(int major) =>
        (await Workshop.Helm(major).TemplateAsync(Repository.PathOf("charts", "gate-service"), "gate-service", "--values", Workshop.SmallestGate)).Error.ShouldBeEmpty();

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText), StringComparer.Ordinal);
}
