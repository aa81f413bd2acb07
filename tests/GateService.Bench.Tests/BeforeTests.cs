using GateService.Bench.Report;

namespace GateService.Bench.Tests;

/// <summary>The document before and the one now, cell by cell.</summary>
public sealed class BeforeTests
{
    private static readonly ComparedColumns Detection = ComparedColumns.All.Single(columns => columns.Title == "Bad canaries: detection");

    [Theory]
    [InlineData("98 / 14", "98 / 14", 0)]
    [InlineData("98 / 14", "80 / 14", -1)]
    [InlineData("80 / 14", "98 / 15", 1)]
    [InlineData("98 / 14", "98 / 13", 1)]
    [InlineData("98 / 14", "98 / 15", -1)]
    [InlineData("50 / -", "51 / 29", 1)]
    [InlineData("50 / -", "51 / -", 0)]
    public void A_cell_is_better_or_worse_beyond_chance(string before, string now, int turn) =>
        Change.Of(Detection, Table(before), Table(now), effort: 1).ShouldHaveSingleItem().Turn.ShouldBe(turn);

    [Fact]
    public void A_healthy_cell_is_worse_where_more_are_failed()
    {
        var healthy = ComparedColumns.All[0];

        Change.Of(healthy, Healthy("0.1"), Healthy("1.1"), effort: 1).ShouldHaveSingleItem().Turn.ShouldBe(-1);
        Change.Of(healthy, Healthy("1.1"), Healthy("0.1"), effort: 1).ShouldHaveSingleItem().Turn.ShouldBe(1);
        Change.Of(healthy, Healthy("0.1"), Healthy("0.2"), effort: 1).ShouldHaveSingleItem().Turn.ShouldBe(0);
    }

    /// <summary>A table that got more columns is compared by their headings.</summary>
    [Fact]
    public void Columns_are_found_by_their_headings()
    {
        var family = ComparedColumns.All.Single(columns => columns.Title == "All gates together");
        var before = new DocumentTable(family.Title, "", ["service", "noise", "**any of them**", "p95"], [["5 rps", "iid", "0.1", "0.3"]]);
        var now = new DocumentTable(family.Title, "", ["service", "noise", "**any of them**, 10 pods", "12 pods", "1 pod", "p95"], [["5 rps", "iid", "0.2", "0.7", "0.9", "5.0"]]);

        Change.Of(family, before, now, effort: 1).Select(change => (change.Before, change.Now, change.Turn)).ShouldBe([("0.1", "0.2", 0), ("0.3", "5.0", -1)]);
    }

    /// <summary>Most cells of the document before are in this one, and none of them is worse without standing in its list.</summary>
    [Fact]
    public void The_document_says_what_is_worse_than_before()
    {
        var document = File.ReadAllText(Document.Path);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is { Length: > 0 })
        {
            File.WriteAllText(Document.Path, document = Before.Renewed(document));
        }

        var changes = Before.Changes(document, Before.EffortOf(document));
        Before.Renewed(document).ShouldBe(document);

        changes.Count.ShouldBeGreaterThan(1000);
        foreach (var change in changes.Where(change => change.Turn < 0))
        {
            document.ShouldContain($"| {change.Title} | {change.Where} | {change.Before} | {change.Now} |");
        }
    }

    private static DocumentTable Table(string cell) => new(Detection.Title, "Noise: iid", ["service", "canary", "**ours**, 10 pods"], [["5 rps", "x2", cell]]);

    private static DocumentTable Healthy(string cell) => new(ComparedColumns.All[0].Title, "", ["noise", "service", "1 pod"], [["iid", "5 rps", cell]]);
}
