using System.Text.RegularExpressions;

namespace GateService.Core.Policies;

/// <summary>
/// A condition from a policy file. Only a condition: what could end it and begin a clause of its own is refused when the file is read,
/// although files are reviewed, because a slip in one must not change what a query means.
/// </summary>
public static partial class KpiFragment
{
    private static readonly string[] Clauses =
    [
        "SELECT", "FROM", "SINCE", "UNTIL", "LIMIT", "FACET", "TIMESERIES", "COMPARE", "WITH", "ORDER", "EXTRAPOLATE", "OFFSET", "WHERE", "SLIDE", "JOIN",
    ];

    /// <summary>Text and parameters in order. Call it on fragments without faults only.</summary>
    public static IReadOnlyList<KpiFragmentPart> Parse(string fragment)
    {
        var patterns = new KpiPatterns();
        var parts = new List<KpiFragmentPart>();
        foreach (var (kind, text) in Tokens(fragment))
        {
            patterns.Take(text);
            parts.Add(kind == TokenKind.Parameter ? new KpiFragmentPart(text[1..^1], true, patterns.Current) : new KpiFragmentPart(text, false));
        }

        return parts;
    }

    /// <summary>Everything wrong with the fragment, in words for the file's author.</summary>
    public static IEnumerable<string> Faults(string fragment, IReadOnlyCollection<string> declared)
    {
        var depth = 0;
        var patterns = new KpiPatterns();
        foreach (var (kind, text) in Tokens(fragment))
        {
            patterns.Take(text);
            depth += text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth < 0)
            {
                yield return "closes a parenthesis that it did not open";
                yield break;
            }

            if (Fault(kind, text, declared) is { } fault)
            {
                yield return fault;
            }

            if (kind == TokenKind.Parameter && patterns.Current is { } pattern and not "LIKE")
            {
                yield return $"puts {text} into the pattern of {pattern}, where its characters would act: write = {text}, IN ({text}) or LIKE {text}, or write the pattern out";
            }
        }

        if (depth > 0)
        {
            yield return "leaves a parenthesis open";
        }
    }

    /// <summary>Parameters that are a pattern of <c>LIKE</c> in any of the fragments: NRQL cannot escape a %, so their values must not hold one.</summary>
    public static IReadOnlySet<string> PatternParameters(params string?[] fragments) =>
        fragments.OfType<string>().SelectMany(Parse).Where(part => part.Pattern is not null).Select(part => part.Text).ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<string> Parameters(string fragment) => Parse(fragment).Where(part => part.IsParameter).Select(part => part.Text);

    private static string? Fault(TokenKind kind, string text, IReadOnlyCollection<string> declared) => kind switch
    {
        TokenKind.Stray => text switch
        {
            "'" => "leaves a quote open",
            "\"" => "uses double quotes: NRQL strings take single quotes",
            "`" => "leaves a backtick open",
            "{" or "}" => "holds a brace that is no {parameter}",
            _ => $"holds '{text}', which begins a comment or does not belong in a condition",
        },
        TokenKind.Parameter when !declared.Contains(text[1..^1]) => $"uses {text}, which parameters does not declare",
        TokenKind.Literal when ParameterLike().IsMatch(text) => $"puts a {{parameter}} inside quotes ({text}): leave the quotes away, the value becomes a literal",
        TokenKind.Word when Clauses.Contains(text.ToUpperInvariant()) => $"holds {text.ToUpperInvariant()}: a condition only, no clauses",
        _ => null,
    };

    private static IEnumerable<(TokenKind Kind, string Text)> Tokens(string fragment) => Token().Matches(fragment).Select(match =>
        (match.Groups.Keys.Skip(1).Where(key => match.Groups[key].Success).Select(Enum.Parse<TokenKind>).FirstOrDefault(TokenKind.Other), match.Value));

    private enum TokenKind
    {
        Other,
        Literal,
        Quoted,
        Parameter,
        Word,
        Stray,
    }

    [GeneratedRegex(
        @"(?<Literal>'(?:[^'\\\r\n]|\\.)*')|(?<Quoted>`[^`\r\n]+`)|(?<Parameter>\{[A-Za-z][A-Za-z0-9_]*\})|(?<Word>[A-Za-z_][A-Za-z0-9_.:]*)|(?<Stray>--|//|/\*|\*/|['""`{};\\#])|[\s\S]",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"\{[A-Za-z][A-Za-z0-9_]*\}")]
    private static partial Regex ParameterLike();
}
