using CsCheck;

namespace NewRelic.Api.Tests;

public sealed class NrqlTests
{
    [Fact]
    public void Every_hole_becomes_a_literal()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_795_500_000_000);

        var nrql = Nrql.Create($"SELECT percentile(duration, {99.5}) FROM {new NrqlIdentifier("Transaction")} WHERE appName = {"it's"} AND error IS {true} AND host IN {new[] { "a", "b" }} SINCE {at} TIMESERIES {TimeSpan.FromMinutes(1)} LIMIT {5}");

        nrql.Text.ShouldBe(@"SELECT percentile(duration, 99.5) FROM Transaction WHERE appName = 'it\'s' AND error IS TRUE AND host IN ('a', 'b') SINCE 1795500000000 TIMESERIES 60 seconds LIMIT 5");
    }

    [Theory]
    [InlineData("k8s.podName", "k8s.podName")]
    [InlineData("consumer.offset", "`consumer.offset`")]
    [InlineData("label.rollouts-pod-template-hash", "`label.rollouts-pod-template-hash`")]
    [InlineData("since", "`since`")]
    public void Identifiers_stand_in_backticks_where_NRQL_needs_them(string name, string expected) => Nrql.Create($"{new NrqlIdentifier(name)}").Text.ShouldBe(expected);

    [Theory]
    [InlineData("a`b")]
    [InlineData("1a")]
    [InlineData("a'b")]
    [InlineData("")]
    [InlineData("a\n")]
    public void Anything_else_is_no_identifier(string name) => Should.Throw<ArgumentException>(() => new NrqlIdentifier(name));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u2028b")]
    public void What_NRQL_cannot_say_is_refused(string value) => Should.Throw<ArgumentException>(() => Nrql.Create($"{value}"));

    /// <summary>Made here: an attribute's text would be mended by the compiler.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Should.Throw<ArgumentException>(() => Nrql.Create($"{$"a{(char)0xD800}b"}"));

    [Fact]
    public void A_wildcard_in_a_pattern_is_refused_and_the_rest_escaped()
    {
        Should.Throw<ArgumentException>(() => NrqlLikePattern.StartsWith("50%"));
        Nrql.Create($"{NrqlLikePattern.StartsWith(@"a\'b")}").Text.ShouldBe(@"'a\\\'b%'");
        Nrql.Create($"{NrqlLikePattern.StartsWith("pod-", "-")}").Text.ShouldBe("'pod-%-%'");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_refused(double value) => Should.Throw<ArgumentException>(() => Nrql.Create($"{value}"));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(95, "95")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(1e21, "1000000000000000000000")]
    public void Numbers_are_written_plainly(double value, string expected) => Nrql.Create($"{value}").Text.ShouldBe(expected);

    [Fact]
    public void Any_text_is_refused_or_read_again_as_one_literal() => Gen.String.Sample(text =>
    {
        try
        {
            var literal = Nrql.Create($"{text}").Text;
            return Unquote(literal) == text;
        }
        catch (ArgumentException)
        {
            return text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029');
        }
    });

    /// <summary>Reads one literal back, independently of the code that wrote it; null when it ends early or late.</summary>
    private static string? Unquote(string literal)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < literal.Length; i++)
        {
            if (literal[i] == '\'')
            {
                return i == literal.Length - 1 && literal[0] == '\'' ? text.ToString() : null;
            }

            i += literal[i] == '\\' ? 1 : 0;
            text.Append(literal[i]);
        }

        return null;
    }

    /// <summary>A query has room for so many bytes: patterns that may stand anywhere in a text share its begin and its end.</summary>
    [Theory]
    [InlineData(new[] { "*pool*exhausted*" }, "r'(?is)^(.*pool.*exhausted.*)$'")]
    [InlineData(new[] { "*a.b*", "*c?*", "exactly d" }, "r'(?is)^(.*(a[.]b|c.).*|exactly d)$'")]
    [InlineData(new[] { "java.*", @"*e\*", "*f*" }, @"r'(?is)^(java[.].*|.*e[*]|.*f.*)$'")]
    public void Patterns_are_one_expression(string[] patterns, string expected) => NrqlRegex.AnyLike(patterns).ToString().ShouldBe(expected);
}
