using GateService.Core.Words;

namespace GateService.Core.Verdicts;

/// <summary>The third element of <c>result</c>: all of us that Argo's dashboard can show.</summary>
public static class ReasonLine
{
    /// <summary>Longest line, in characters.</summary>
    public const int Longest = 300;

    /// <summary>The summary with the decision's id, which is kept whole whatever the summary's length.</summary>
    public static string Compose(string summary, string decisionId)
    {
        var id = $" decision {decisionId}";
        return OneLine.Of(summary, Longest - id.Length) + id;
    }
}
