namespace NewRelic.Simulator.Nrql;

/// <summary>A cursor over tokens with the few questions a recursive descent asks.</summary>
internal sealed class TokenReader(string nrql)
{
    private readonly List<Token> _tokens = NrqlLexer.Read(nrql);
    private int _at;

    public Token Current => _tokens[_at];

    public Token Take() => _tokens[_at++];

    public Token Peek(int ahead = 1) => _tokens[Math.Min(_at + ahead, _tokens.Count - 1)];

    public bool IsWord(string word) => IsWord(Current, word);

    public static bool IsWord(Token token, string word) => token.Kind == TokenKind.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Current.Kind == TokenKind.Symbol && Current.Text == symbol;

    public bool TryWord(string word) => IsWord(word) && Take().Kind == TokenKind.Word;

    public bool TrySymbol(string symbol) => IsSymbol(symbol) && Take().Kind == TokenKind.Symbol;

    public void Word(string word)
    {
        if (!TryWord(word))
        {
            throw Unexpected();
        }
    }

    public void Symbol(string symbol)
    {
        if (!TrySymbol(symbol))
        {
            throw Unexpected();
        }
    }

    public double Number() => Current.Kind == TokenKind.Number && double.TryParse(Current.Text, System.Globalization.CultureInfo.InvariantCulture, out var number) && Take().Kind == TokenKind.Number
        ? number
        : throw Unexpected();

    /// <summary>The query's text between two positions, trimmed.</summary>
    public string Source(int from, int to) => nrql[from..to].Trim();

    public NrqlException Unexpected() => Unexpected(Current);

    public NrqlException Unexpected(Token token) => NrqlLexer.Unexpected(nrql, token.Position, token.Text);
}
