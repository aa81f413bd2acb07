using NewRelic.Simulator.Worlds;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Tests.Worlds;

public sealed class ErrorTextsTests
{
    [Fact]
    public void All_forty_patterns_are_there_once() => ErrorTexts.All.Select(text => text.Number).Where(number => number > 0).Order().ShouldBe(Enumerable.Range(1, 40));

    [Fact]
    public void Every_language_has_words_for_every_cause()
    {
        foreach (var language in new[] { "java", "dotnet", "go", "node", "python", "ruby", "php" })
        {
            foreach (var cause in Enum.GetValues<Cause>().Where(cause => cause != Cause.Caller))
            {
                ErrorTexts.Of(language, cause, null).Class.ShouldNotBeEmpty();
            }
        }
    }

    [Theory]
    [InlineData(1, """I/O error on GET request for "http://pay:8080/v1/c/8841": Connection refused""")]
    [InlineData(9, "HikariPool-1 - Connection is not available, request timed out after 30003ms (total=10, active=10, idle=0, waiting=12)")]
    [InlineData(16, "UNAVAILABLE: io exception Channel Pipeline: [SslHandler#0, ProtocolNegotiators$ClientTlsHandler#0]")]
    [InlineData(30, """connection error: desc = "transport: Error while dialing: dial tcp 10.96.7.21:50051: i/o timeout" """)]
    [InlineData(36, "HTTPConnectionPool(host='pay', port=80): Max retries exceeded with url: /v1/t/8841 (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f2c1a0d5e80>: Failed to establish a new connection: [Errno 111] Connection refused'))")]
    public void A_pattern_without_luck_is_always_the_same(int number, string said) => Pattern(number).Say("pay", 503, null).ShouldBe(said.Trim());

    [Fact]
    public void A_pattern_with_luck_keeps_its_words_and_changes_its_parts()
    {
        var texts = Enumerable.Range(0, 100).Select(throwing => Pattern(2).Say("pay", 503, new Dice(throwing, "words", 0))).ToList();

        texts.Distinct().Count().ShouldBeGreaterThan(90);
        texts.ShouldAllBe(text => text.StartsWith("503 Service Unavailable: \"{\"traceId\":\"", StringComparison.Ordinal) && text.EndsWith("\",\"msg\":\"busy\"}\"", StringComparison.Ordinal));
    }

    private static ErrorText Pattern(int number) => ErrorTexts.All.Single(text => text.Number == number);
}
