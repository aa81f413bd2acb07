using System.Text;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>Every sentence of the gate in one file for people to review. <c>UPDATE_DOCS=1</c> writes docs/sentences.md anew; read the difference.</summary>
public sealed class SituationsTests
{
    /// <summary>Where Argo's UI cuts a message.</summary>
    private const int First = 80;

    public static TheoryData<string> Names => [.. Situations.All.Select(one => one.Situation)];

    [Fact]
    public async Task The_reviewed_file_is_what_the_gate_says()
    {
        var (path, document) = (System.IO.Path.Combine(Root(), "docs", "sentences.md"), Render());
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            await File.WriteAllTextAsync(path, document, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(document, "run the test with UPDATE_DOCS=1 and read the difference");
    }

    [Fact]
    public void There_are_sixty_of_them_and_no_two_alike()
    {
        Situations.All.Count.ShouldBeGreaterThanOrEqualTo(60);
        Situations.All.Select(one => one.Situation).Distinct().Count().ShouldBe(Situations.All.Count);
    }

    /// <summary>What a reader of Argo's UI sees must say what is so: a number, or what to look at; and never twice the same.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_eighty_characters_stand_for_themselves(string situation)
    {
        var (verdict, summary) = Situations.All.Single(one => one.Situation == situation).Tell();

        summary.Length.ShouldBeLessThanOrEqualTo(Summary.Longest);
        var first = summary[..Math.Min(First, summary.Length)];
        (first.Any(char.IsAsciiDigit) || first.Contains("empty", StringComparison.Ordinal) || first.Contains("nothing", StringComparison.Ordinal) || first.Contains("no ", StringComparison.Ordinal)).ShouldBeTrue(summary);
        summary.ShouldNotContain("0 of 0");
        summary.Split("; ").Distinct(StringComparer.Ordinal).Count().ShouldBe(summary.Split("; ").Length, summary);
        if (verdict != Verdict.Fail)
        {
            summary.ShouldNotContain("NaN");
        }
    }

    private static string Render()
    {
        var text = new StringBuilder("""
            # What the gate says

            Sixty situations and the sentence of each, as Argo's AnalysisRun, messages, pages and the API show it. The bold part is what Argo's UI shows before it cuts. A test renders this file from the code
            ([Situations](../tests/GateService.Core.Tests/Verdicts/Situations.cs)): a sentence that changes is read here before it is merged.

            """);
        foreach (var group in Situations.All.GroupBy(one => one.Group))
        {
            text.Append($"\n## {group.Key}\n\n| what is so | verdict | what is said |\n|---|---|---|\n");
            foreach (var (_, situation, tell) in group)
            {
                var (verdict, summary) = tell();
                var said = summary.Replace("|", "\\|", StringComparison.Ordinal);
                var cut = said.Length <= First ? said.Length : said.LastIndexOf(' ', First);
                text.Append($"| {situation} | {EnumNames.Of(verdict)} | **{said[..cut]}**{said[cut..]} |\n");
            }
        }

        return text.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "GateService.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
