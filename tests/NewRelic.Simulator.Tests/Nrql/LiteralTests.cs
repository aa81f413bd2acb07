using CsCheck;
using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.Tests.Nrql;

public sealed class LiteralTests
{
    private static readonly Shop Shared = new();

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '\uD7FF'], 0, 60],
        Pick('\\', '\'', '`', '"', '%', '-', '/', '*', ')', '(', ' ', 'a', ';', '\u00A0').Array[0, 40].Select(characters => new string(characters)));

    [Fact]
    public void Any_text_escaped_as_documented_is_one_literal_again() => Texts.Sample(text =>
        NrqlParser.StringLiterals($"SELECT count(*) FROM Transaction WHERE appName = '{Escape(text)}' AND host = 'end'").ShouldBe([text, "end"]));

    [Fact]
    public void Any_text_finds_the_event_that_carries_it_and_no_other() => Texts.Where(text => text.Length > 0).Sample(text =>
    {
        var shop = new Shop();
        shop.Request(10, text + "x", 1);
        shop.Request(10, text, 1, ("mine", true));

        shop.Rows($"SELECT count(*), filter(count(*), WHERE mine IS TRUE) AS mine FROM Transaction WHERE appName = '{Escape(text)}' AND host IS NULL").ShouldBe("""[{"count":1,"mine":1}]""");
    }, iter: 60);

    [Fact]
    public void Any_input_is_answered_or_refused_and_never_breaks_the_engine() => Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 80],
        Pick("SELECT", "FROM", "WHERE", "count(*)", "(", ")", ",", "Transaction", "FACET", "CASES", "duration", "'a'", "AS", "TIMESERIES", "1", "minute", "ago", "SINCE", "OR", "NOT", "IN", "*", "-", "filter", "LIMIT", "MAX", "today", "AT", "percentile", "histogram", "rate", "if", "t:", "COMPARE", "WITH", "ORDER", "BY")
            .Array[0, 20].Select(words => "SELECT count(*) FROM Transaction " + string.Join(' ', words)))
        .Sample(nrql =>
        {
            try
            {
                Shared.Ask(nrql);
            }
            catch (NrqlException)
            {
                // Refused in New Relic's words: an answer as good as rows.
            }
        }, iter: 3000);

    private static Gen<T> Pick<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
