using System.Text.RegularExpressions;

namespace GateService.Core.Policies;

/// <summary>The words of a condition, blanks left out, read one after the other.</summary>
internal sealed partial class NrqlTokens(string condition)
{
    private readonly List<(NrqlToken Kind, string Text)> _tokens =
    [
        .. Token().Matches(condition).Select(match =>
            (match.Groups.Keys.Skip(1).Where(key => match.Groups[key].Success).Select(Enum.Parse<NrqlToken>).FirstOrDefault(NrqlToken.Symbol), match.Value)).Where(token => !string.IsNullOrWhiteSpace(token.Value)),
    ];

    private int _at;

    public (NrqlToken Kind, string Text) Current => At(_at);

    public (NrqlToken Kind, string Text) Next => At(_at + 1);

    /// <summary>What stands before the current one; empty at the begin.</summary>
    public string Before => _at > 0 ? _tokens[_at - 1].Text : "";

    public string Take()
    {
        var text = Current.Text;
        _at++;
        return text;
    }

    public bool Is(string symbol) => Current is (NrqlToken.Symbol, var text) && text == symbol;

    public bool IsWord(string word) => Is(Current, word);

    public static bool Is((NrqlToken Kind, string Text) token, string word) => token.Kind == NrqlToken.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool Try(string symbol) => Is(symbol) && Take().Length > 0;

    public bool TryWord(string word) => IsWord(word) && Take().Length > 0;

    private (NrqlToken Kind, string Text) At(int index) => index < _tokens.Count ? _tokens[index] : (NrqlToken.End, "");

    [GeneratedRegex(
        @"(?<Regex>[rR]'(?:[^'\\\r\n]|\\.)*')|(?<Text>'(?:[^'\\\r\n]|\\.)*')|(?<Name>`[^`\r\n]+`)|(?<Parameter>\{[A-Za-z][A-Za-z0-9_]*\})|(?<Number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<Word>[A-Za-z_][A-Za-z0-9_.:]*)|(?<Symbol>==|[!<>]=|<>|&&|\|\||[\s\S])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
