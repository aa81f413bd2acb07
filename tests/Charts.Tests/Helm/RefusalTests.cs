namespace Charts.Tests.Helm;

/// <summary>
/// Wrong values, one fault a file. The first line of each says what Helm must print; the files lie over the smallest values that render.
/// </summary>
public sealed class RefusalTests(Workshop workshop)
{
    private const string Says = "# refused: ";

    public static TheoryData<int, string, string> Wrong =>
    [
        .. from chart in new[] { "progressive-delivery", "gate-service" }
           from file in Directory.EnumerateFiles(Folder(chart), "*.yaml").Order(StringComparer.Ordinal)
           from major in new[] { 3, 4 }
           select (major, chart, Path.GetFileNameWithoutExtension(file)),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_values_are_refused_with_what_to_write_instead(int major, string chart, string name)
    {
        var file = Path.Combine(Folder(chart), $"{name}.yaml");
        var expected = File.ReadLines(file).First();
        expected.ShouldStartWith(Says, Case.Sensitive);

        var rendered = chart == "gate-service"
            ? await Workshop.Helm(major).TemplateAsync(workshop.Chart(major, chart), "gate-service", "--values", Workshop.SmallestGate, "--values", file)
            : await Workshop.Helm(major).TemplateAsync(workshop.Example(major, "http-service"), "shop", "--values", file);

        rendered.Code.ShouldNotBe(0, $"rendered all the same:\n{rendered.Output}");
        foreach (var part in expected[Says.Length..].Split(" … "))
        {
            rendered.Error.ShouldContain(part, Case.Sensitive);
        }

        ShouldBeOneFaultWithItsRemedy(rendered.Error);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var rendered = await Workshop.Helm(4).TemplateAsync(
            workshop.Example(4, "http-service"), "shop", "--set", "progressive-delivery.image=,progressive-delivery.port=0,progressive-delivery.autoscaling.min=0");

        rendered.Error.ShouldContain("refuses these values (3):");
    }

    /// <summary>Where the schema speaks, Helm 3 and Helm 4 word it each in its own way; everything else is our own text.</summary>
    private static void ShouldBeOneFaultWithItsRemedy(string error)
    {
        if (!error.Contains("values don't meet the specifications of the schema", StringComparison.Ordinal))
        {
            error.ShouldContain("refuses these values (1):");
            error.Split('\n').Single(line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldMatch("(?i)write |remove ");
        }
    }

    private static string Folder(string chart) => Repository.PathOf("tests", "Charts.Tests", "Refusals", chart);
}
