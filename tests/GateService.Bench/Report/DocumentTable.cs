namespace GateService.Bench.Report;

/// <summary>A table of a document of decision quality, read back.</summary>
/// <param name="Title">Heading of its section.</param>
/// <param name="Subtitle">Heading within it; empty where there is none.</param>
/// <param name="Heading">Of its columns.</param>
/// <param name="Rows">Cell by cell.</param>
internal sealed record DocumentTable(string Title, string Subtitle, IReadOnlyList<string> Heading, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Section = "## ";
    private const string Part = "### ";

    public static IEnumerable<DocumentTable> Read(string document)
    {
        var (title, subtitle, lines) = ("", "", document.Split('\n'));
        for (var i = 0; i < lines.Length; i++)
        {
            (title, subtitle) = lines[i].StartsWith(Section, StringComparison.Ordinal) ? (lines[i][Section.Length..], "")
                : lines[i].StartsWith(Part, StringComparison.Ordinal) ? (title, lines[i][Part.Length..])
                : (title, subtitle);
            if (i > 0 && lines[i].StartsWith("|---", StringComparison.Ordinal))
            {
                yield return new DocumentTable(title, subtitle, Cut(lines[i - 1]), [.. lines.Skip(i + 1).TakeWhile(line => line.StartsWith('|')).Select(Cut)]);
            }
        }
    }

    private static IReadOnlyList<string> Cut(string line) => [.. line.Trim('|').Split(" | ").Select(cell => cell.Trim())];
}
