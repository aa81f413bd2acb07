using System.Text;

namespace NewRelic.Api;

/// <summary>
/// An NRQL query, or a piece of one, whose values are safe by construction: it is made by interpolation only, and every hole
/// becomes a literal. A plain string never becomes a query by accident.
/// </summary>
/// <example><code>Nrql.Create($"SELECT count(*) FROM Transaction WHERE appName = {service} SINCE {begin} UNTIL {end}")</code></example>
public sealed class Nrql : IEquatable<Nrql>
{
    /// <summary>Longest query New Relic takes, in UTF-8 bytes ("under 4 KB"), with a margin.</summary>
    public const int MaxBytes = 4_000;

    internal Nrql(string text) => Text = text;

    /// <summary>The NRQL as sent.</summary>
    public string Text { get; }

    /// <summary>Length in UTF-8 bytes, what New Relic's limit counts.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(Text);

    /// <summary>Nothing; joins away.</summary>
    public static Nrql Empty { get; } = new("");

    /// <summary>Builds a query or fragment from an interpolated string.</summary>
    /// <exception cref="ArgumentException">A value cannot be said in NRQL: control characters, NaN, a wildcard in a LIKE value, a backtick in an identifier.</exception>
    public static Nrql Create(NrqlInterpolatedStringHandler query) => query.ToNrql();

    /// <summary>Admits a fragment that was reviewed by people, such as a condition from a policy file. Never pass a user's text.</summary>
    public static Nrql Trusted(string reviewed) => new(reviewed);

    /// <summary>Joins pieces with <c>, </c> (a SELECT or FACET list).</summary>
    public static Nrql List(IEnumerable<Nrql> pieces) => Join(", ", pieces);

    /// <summary>Joins conditions with <c> AND </c>.</summary>
    public static Nrql And(IEnumerable<Nrql> conditions) => Join(" AND ", conditions);

    /// <summary>Joins conditions with <c> OR </c>, without parentheses of its own.</summary>
    public static Nrql Or(IEnumerable<Nrql> conditions) => Join(" OR ", conditions);

    public bool Equals(Nrql? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as Nrql);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static Nrql Join(string separator, IEnumerable<Nrql> pieces) =>
        new(string.Join(separator, pieces.Where(piece => piece.Text.Length > 0).Select(piece => piece.Text)));
}
