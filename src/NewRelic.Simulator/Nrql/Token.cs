namespace NewRelic.Simulator.Nrql;

internal enum TokenKind
{
    Word,
    Quoted,
    Text,
    Regex,
    Number,
    Symbol,
    End,
}

/// <summary>A token with its place, for error messages.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Unescaped for texts, without backticks for quoted identifiers.</param>
/// <param name="Position">Offset in the query, 0-based.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
