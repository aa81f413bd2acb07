using GateService.Core.Requests;

namespace GateService.Wire;

/// <summary>What was shipped, in words and links for people.</summary>
internal static class ChangeWords
{
    /// <summary>Of a commit's hash, as Git shortens it.</summary>
    private const int ShortCommit = 10;

    /// <summary>For example <c>shop/checkout:1.4.2, commit 3f2a9c1b04, by Ada</c>; empty where only links are known.</summary>
    public static string Say(Change change) => string.Join(", ", new[]
    {
        change.Image, change.Commit is { } commit ? $"commit {Short(commit)}" : null, change.Author is { } author ? $"by {author}" : null,
    }.OfType<string>());

    /// <summary>Where to go from here, by title; only those that were said.</summary>
    public static IEnumerable<(string Title, string Address)> Links(Change? change) => change is null ? [] : new[]
    {
        ("Runbook", change.Runbook), ("Pull request", change.PullRequest), ("Diff", change.Diff), ("Watch the rollout", change.Link),
    }.Where(link => link.Item2 is not null).Select(link => (link.Item1, link.Item2!));

    private static string Short(string commit) => commit.Length > ShortCommit && commit.All(char.IsAsciiHexDigit) ? commit[..ShortCommit] : commit;
}
