using System.Runtime.CompilerServices;
using System.Text;

namespace NewRelic.Api;

/// <summary>Turns every hole of an interpolated string into an NRQL literal. Used by the compiler through <see cref="Nrql.Create"/>.</summary>
[InterpolatedStringHandler]
public readonly struct NrqlInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public NrqlInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>A single-quoted string literal.</summary>
    public void AppendFormatted(string value) => _text.Append(NrqlLiteral.Text(value));

    /// <summary>A list of string literals in parentheses, for <c>IN</c>.</summary>
    public void AppendFormatted(IEnumerable<string> values) => _text.Append(NrqlLiteral.TextList(values));

    public void AppendFormatted(int value) => _text.Append(NrqlLiteral.Number(value));

    public void AppendFormatted(long value) => _text.Append(NrqlLiteral.Number(value));

    public void AppendFormatted(double value) => _text.Append(NrqlLiteral.Number(value));

    public void AppendFormatted(decimal value) => _text.Append(NrqlLiteral.Number(value));

    public void AppendFormatted(bool value) => _text.Append(value ? "TRUE" : "FALSE");

    /// <summary>Milliseconds since the Unix epoch, the only form of time that reads the same in every time zone.</summary>
    public void AppendFormatted(DateTimeOffset value) => _text.Append(NrqlLiteral.Number(value.ToUnixTimeMilliseconds()));

    /// <summary>A duration such as <c>60 seconds</c>.</summary>
    public void AppendFormatted(TimeSpan value) => _text.Append(NrqlLiteral.Duration(value));

    public void AppendFormatted(NrqlIdentifier value) => _text.Append(value.Text);

    public void AppendFormatted(NrqlLikePattern value) => _text.Append(value.Text);

    public void AppendFormatted(NrqlRegex value) => _text.Append(value.Text);

    /// <summary>A nested piece, as it is.</summary>
    public void AppendFormatted(Nrql value) => _text.Append(value.Text);

    internal Nrql ToNrql() => new(_text.ToString());
}
