using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">Path from the root of the repository.</param>
/// <param name="Line">Of its first fence, from 1.</param>
/// <param name="Language">Behind the fence; empty where nothing is.</param>
/// <param name="Text">Between the fences.</param>
internal sealed partial record FencedBlock(string Document, int Line, string Language, string Text)
{
    public bool IsCommands => Language is "sh" or "bash";

    /// <summary>All of a document, in its order.</summary>
    public static IReadOnlyList<FencedBlock> Of(string document)
    {
        var text = Repository.Read(document.Split('/'));
        return [.. Fence().Matches(text).Select(match => new FencedBlock(document, text.AsSpan(0, match.Index).Count('\n') + 1, match.Groups[1].Value, match.Groups[2].Value))];
    }

    [GeneratedRegex(@"^```([^\n]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
