using GateService.Gates;

namespace GateService.Tests.Gates;

/// <summary>Where the time went is said, to whoever looks for the reason at the wrong end.</summary>
public sealed class LateAnswerTests
{
    [Theory]
    [InlineData(0.2, false, "the gate did not get an answer together within its deadline of 8 s")]
    [InlineData(0.2, true, "the gate did not get an answer together within its deadline of 8 s, while its questions to New Relic were under way")]
    [InlineData(8.1, false, "the gate did not get an answer together within its deadline of 8 s, of which 8.1 s were gone before judging began (the token's issuer, the turn, the store)")]
    [InlineData(4.12, true, "the gate did not get an answer together within its deadline of 8 s, of which 4.1 s were gone before judging began (the token's issuer, the turn, the store), while its questions to New Relic were under way")]
    public void It_says_what_was_gone_before_judging_began(double before, bool isAsking, string words) =>
        LateAnswer.Words(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(before), isAsking).ShouldBe(words);
}
