using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>Relative links in documents lead somewhere, headings included.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents =>
    [
        .. new[] { Repository.Root, Repository.PathOf("docs"), Repository.PathOf("src"), Repository.PathOf("charts") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", folder == Repository.Root ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;

        var broken = Link().Matches(Code().Replace(Repository.Read(document), "")).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Exists(folder, document, link));

        broken.ShouldBeEmpty(document);
    }

    private static bool Exists(string folder, string document, string link)
    {
        var (path, heading) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? Repository.PathOf(document) : Path.GetFullPath(Path.Combine(folder, path));
        return Directory.Exists(target)
            || (File.Exists(target) && (heading is null || Heading().Matches(File.ReadAllText(target)).Any(match => Anchor(match.Groups[1].Value) == heading)));
    }

    /// <summary>As GitHub makes it: lower case, letters, digits and dashes, a dash for each space.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_').Select(letter => letter == ' ' ? '-' : letter));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
