namespace NewRelic.Api;

/// <summary>A pattern for <c>LIKE</c>. A literal <c>%</c> cannot be matched in NRQL, so a value that holds one is refused.</summary>
public sealed class NrqlLikePattern
{
    private NrqlLikePattern(string before, string value, string after)
    {
        if (value.Contains('%', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{value}' holds a %, which LIKE would read as a wildcard", nameof(value));
        }

        Text = $"'{before}{NrqlLiteral.Escape(value)}{after}'";
    }

    private NrqlLikePattern(string escaped) => Text = $"'{escaped}'";

    internal string Text { get; }

    /// <exception cref="ArgumentException">The value holds a wildcard or a control character.</exception>
    public static NrqlLikePattern StartsWith(string value) => new("", value, "%");

    /// <summary>Starts with <paramref name="value"/> and has <paramref name="then"/> somewhere after it.</summary>
    /// <exception cref="ArgumentException">A value holds a wildcard or a control character.</exception>
    public static NrqlLikePattern StartsWith(string value, string then) =>
        then.Contains('%', StringComparison.Ordinal)
            ? throw new ArgumentException($"'{then}' holds a %, which LIKE would read as a wildcard", nameof(then))
            : new NrqlLikePattern("", value, $"%{NrqlLiteral.Escape(then)}%");

    /// <summary>The pieces in this order with anything between them: of <c>payments-*</c> they are <c>payments-</c> and nothing.</summary>
    /// <exception cref="ArgumentException">A piece holds a wildcard or a control character.</exception>
    public static NrqlLikePattern Pieces(params IReadOnlyList<string> pieces)
    {
        var escaped = pieces.Select(piece => piece.Contains('%', StringComparison.Ordinal)
            ? throw new ArgumentException($"'{piece}' holds a %, which LIKE would read as a wildcard", nameof(pieces))
            : NrqlLiteral.Escape(piece));
        return new NrqlLikePattern(string.Join('%', escaped));
    }

    /// <exception cref="ArgumentException">The value holds a wildcard or a control character.</exception>
    public static NrqlLikePattern EndsWith(string value) => new("%", value, "");

    /// <exception cref="ArgumentException">The value holds a wildcard or a control character.</exception>
    public static NrqlLikePattern Contains(string value) => new("%", value, "%");

    public override string ToString() => Text;
}
