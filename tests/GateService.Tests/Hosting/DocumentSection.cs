namespace GateService.Tests.Hosting;

/// <summary>A part of a page that a test writes, between two comments that carry its name. <c>UPDATE_DOCS=1</c> writes it anew.</summary>
/// <param name="Page">Name of a file in docs.</param>
/// <param name="Name">Of the section.</param>
internal sealed record DocumentSection(string Page, string Name)
{
    private static readonly Lock Writing = new();

    private string Path => Repository.PathOf("docs", Page);

    private string End => $"<!-- /{Name} -->";

    /// <summary>What the page says now.</summary>
    public string Read() => Split(File.ReadAllText(Path)).Text;

    /// <summary>Holds the page against what came out.</summary>
    public void ShouldSay(string text)
    {
        lock (Writing)
        {
            var (before, said, after) = Split(File.ReadAllText(Path));
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
            {
                File.WriteAllText(Path, $"{before}\n{text.Trim()}\n{after}");
                return;
            }

            said.Trim().ShouldBe(text.Trim());
        }
    }

    private (string Before, string Text, string After) Split(string page)
    {
        var begin = page.IndexOf($"<!-- {Name}:", StringComparison.Ordinal);
        begin.ShouldBeGreaterThan(-1, $"docs/{Page} has no section {Name}");
        var (from, to) = (page.IndexOf("-->", begin, StringComparison.Ordinal) + "-->".Length, page.IndexOf(End, StringComparison.Ordinal));
        to.ShouldBeGreaterThan(from, $"docs/{Page}: section {Name} has no end");
        return (page[..from], page[from..to], page[to..]);
    }
}
