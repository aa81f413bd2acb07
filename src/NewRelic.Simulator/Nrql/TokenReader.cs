namespace NewRelic.Simulator.Nrql;

/// <summary>A cursor over tokens with the few questions a recursive descent asks.</summary>
internal sealed class TokenReader(string nrql)
{
    private readonly List<Token> _tokens = NrqlLexer.Read(nrql);
    private int _at;

    public Token Current => _tokens[_at];

    /// <summary>The current token, of which there is always one: the end is not passed.</summary>
    public Token Take() => _at == _tokens.Count - 1 ? _tokens[_at] : _tokens[_at++];

    public Token Peek(int ahead = 1) => _tokens[Math.Clamp(_at + ahead, 0, _tokens.Count - 1)];

    public bool PeeksSymbol(string symbol) => Peek() is { Kind: TokenKind.Symbol } next && next.Text == symbol;

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

    /// <summary>One or more, between commas.</summary>
    public List<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (TrySymbol(","))
        {
            items.Add(item());
        }

        return items;
    }

    /// <summary>A name that is no reserved word, or any name in backticks.</summary>
    public string Name() => Current.Kind is TokenKind.Quoted || (Current.Kind == TokenKind.Word && !Words.Reserved.Contains(Current.Text)) ? Take().Text : throw Unexpected();

    /// <summary><c>AS name</c> or <c>AS 'text'</c>, where it stands.</summary>
    public string? Alias() => !TryWord("AS") ? null : Current.Kind == TokenKind.Text ? Take().Text : Name();

    /// <summary>A number with a unit of time, in milliseconds.</summary>
    public double Duration(bool needsUnit = true)
    {
        var number = Number();
        return Current.Kind == TokenKind.Word && Words.Unit(Current.Text) is { } unit && Take().Kind == TokenKind.Word ? number * unit : needsUnit ? throw Unexpected() : number;
    }

    /// <summary>The query's text between two positions, trimmed.</summary>
    public string Source(int from, int to) => nrql[from..to].Trim();

    public NrqlException Unexpected() => Unexpected(Current);

    public NrqlException Unexpected(Token token) => NrqlLexer.Unexpected(nrql, token.Position, token.Text);
}
