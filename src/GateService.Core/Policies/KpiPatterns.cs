namespace GateService.Core.Policies;

/// <summary>
/// Follows a condition word by word and knows whether what stands there is part of a pattern: behind <c>LIKE</c> and <c>RLIKE</c> up to the next
/// <c>AND</c>, <c>OR</c> or closing parenthesis, and inside the functions that take one.
/// </summary>
internal sealed class KpiPatterns
{
    private static readonly string[] Operators = ["LIKE", "RLIKE"];
    private static readonly string[] Functions = ["CAPTURE", "APARSE"];

    private int _depth;
    private (string Word, int Depth, bool IsFunction)? _open;

    /// <summary>The word whose pattern we are in; null outside of any.</summary>
    public string? Current => _open?.Word;

    public void Take(string token)
    {
        _depth += token switch { "(" => 1, ")" => -1, _ => 0 };
        var word = token.ToUpperInvariant();
        if (_open is { } open && (token == ")" ? _depth < open.Depth + (open.IsFunction ? 1 : 0) : !open.IsFunction && _depth <= open.Depth && word is "AND" or "OR"))
        {
            _open = null;
        }

        if (_open is null && (Operators.Contains(word) || Functions.Contains(word)))
        {
            _open = (word, _depth, Functions.Contains(word));
        }
    }
}
