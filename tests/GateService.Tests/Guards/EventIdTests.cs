using System.Globalization;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>Whoever reads logs by number finds one meaning for each, in the document.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void Every_line_of_the_log_has_a_number_of_its_own_that_the_document_explains()
    {
        var ids = Directory.EnumerateFiles(Repository.PathOf("src", "GateService"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Number().Matches(File.ReadAllText(file))).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Order().ToList();

        ids.Count.ShouldBeGreaterThan(20);
        ids.ShouldBeUnique();
        var explained = Rows().Matches(Repository.Read("docs", "operations.md")).SelectMany(row => row.Groups[1].Value.Split(", ")).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).Order();
        explained.ShouldBe(ids);
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?m)^\| (\d{3}(?:, \d{3})*) \| (?:Debug|Information|Warning|Error) \|")]
    private static partial Regex Rows();
}
