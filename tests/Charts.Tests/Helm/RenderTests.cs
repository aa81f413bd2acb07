namespace Charts.Tests.Helm;

/// <summary>Everything renders, on both majors of Helm alike, and as it was committed.</summary>
public sealed class RenderTests(Workshop workshop)
{
    public static TheoryData<string> Examples => [.. Workshop.Examples];

    public static TheoryData<string> LibrarySwitches => [.. Switches("progressive-delivery")];

    public static TheoryData<string> GateSwitches => [.. Switches("gate-service")];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_renders_what_was_committed_on_both_majors(string example)
    {
        var (three, four) = (await workshop.RenderExampleAsync(3, example), await workshop.RenderExampleAsync(4, example));

        four.ShouldBe(three);
        Repository.ShouldBeCommitted(three, "charts", "examples", example, "golden.yaml");
    }

    [Fact]
    public async Task The_gate_renders_what_was_committed_on_both_majors()
    {
        var (three, four) = (await workshop.RenderGateAsync(3), await workshop.RenderGateAsync(4));

        four.ShouldBe(three);
        Repository.ShouldBeCommitted(three, "tests", "Charts.Tests", "Golden", "gate-service.yaml");
    }

    [Theory]
    [MemberData(nameof(LibrarySwitches))]
    public async Task A_switch_of_the_library_renders_what_was_committed_on_both_majors(string file)
    {
        var (three, four) = (await workshop.RenderExampleAsync(3, "http-service", "--values", file), await workshop.RenderExampleAsync(4, "http-service", "--values", file));

        four.ShouldBe(three);
        Repository.ShouldBeCommitted(three, Path.ChangeExtension(file, ".golden"));
    }

    [Theory]
    [MemberData(nameof(GateSwitches))]
    public async Task A_switch_of_the_gate_renders_what_was_committed_on_both_majors(string file)
    {
        var (three, four) = (await workshop.RenderGateAsync(3, "--values", file), await workshop.RenderGateAsync(4, "--values", file));

        four.ShouldBe(three);
        Repository.ShouldBeCommitted(three, Path.ChangeExtension(file, ".golden"));
    }

    [Theory]
    [MemberData(nameof(HelmProgram.Majors), MemberType = typeof(HelmProgram))]
    public async Task Strict_lint_finds_nothing(int major)
    {
        var helm = Workshop.Helm(major);

        (await helm.LintAsync(workshop.Chart(major, "gate-service"), "--values", Workshop.SmallestGate)).Good();
        (await helm.LintAsync(workshop.Chart(major, "progressive-delivery"))).Good();
        foreach (var example in Workshop.Examples)
        {
            (await helm.LintAsync(workshop.Example(major, example))).Good();
        }
    }

    [Theory]
    [MemberData(nameof(HelmProgram.Majors), MemberType = typeof(HelmProgram))]
    public async Task The_charts_as_they_stand_in_the_work_tree_can_be_packaged(int major)
    {
        var folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;

        foreach (var chart in new[] { "gate-service", "progressive-delivery" })
        {
            (await Workshop.Helm(major).RunAsync(Repository.PathOf("charts", chart), "package", ".", "--destination", folder)).Good();
        }

        var packed = Directory.EnumerateFiles(folder, "gate-service-*.tgz").Single();
        var files = (await Command.RunAsync("/bin/tar", folder, ["-tzf", packed])).Good();
        Directory.Delete(folder, recursive: true);
        files.ShouldContain("gate-service/policies/http-default.yaml", customMessage: "the policies are a link, and a package must hold its contents");
    }

    [Fact]
    public void The_smallest_chart_is_written_in_ten_lines() =>
        Repository.Read("charts", "examples", "http-service", "values.yaml").TrimEnd().Split('\n').Length.ShouldBeLessThanOrEqualTo(10);

    [Theory]
    [InlineData("_gate.tpl")]
    [InlineData("_texts.tpl")]
    public void What_both_charts_need_is_the_same_file_in_both(string file) =>
        Repository.Read("charts", "gate-service", "templates", file).ShouldBe(Repository.Read("charts", "progressive-delivery", "templates", file));

    internal static IEnumerable<string> Switches(string chart) =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "Charts.Tests", "Switches", chart), "*.yaml").Order(StringComparer.Ordinal);
}
