using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Tests.Attribution;

/// <summary>The sentence of an account, word for word: what failed where, how often in both slices, and what that means.</summary>
public sealed class AccountReasonTests
{
    private const string Begin = "HttpRequestException 503 to payments-api: ";
    private static readonly CountPair Both = new(112, 900, 2140, 17_200);

    [Theory]
    [InlineData(AccountDecision.Excess, ", ratio 0.97 to 1.12: self-inflicted, the canary has more of them than its share")]
    [InlineData(AccountDecision.Amplified, ", ratio 0.97 to 1.12, 2.5x the calls per request: self-inflicted, the canary calls it more often and it fails")]
    [InlineData(AccountDecision.GivesUpSooner, ", ratio 0.97 to 1.12: self-inflicted, the canary gives up sooner than stable")]
    [InlineData(AccountDecision.Corroborated, ", ratio 0.97 to 1.12: upstream, corroborated")]
    [InlineData(AccountDecision.BeganWithStep, ", ratio 0.97 to 1.12: suspected, it began in both slices with a step of the canary (an outage of its own falls that close with 15%)")]
    [InlineData(AccountDecision.CallsMore, ", ratio 0.97 to 1.12, 2.5x the calls per request: unresolved, the canary calls it more often")]
    [InlineData(AccountDecision.CallsUnknown, ", ratio 0.97 to 1.12: unresolved, New Relic did not say how often the canary calls it")]
    [InlineData(AccountDecision.Suspicious, ", ratio 0.97 to 1.12: unresolved, the canary may have more of them than its share")]
    [InlineData(AccountDecision.NoControl, ", ratio 0.97 to 1.12: unresolved, nothing beside the canary corroborates them")]
    [InlineData(AccountDecision.Unsettled, ", ratio 0.97 to 1.12: unresolved, neither more than its share nor as many as stable's for certain")]
    [InlineData(AccountDecision.TooFew, ", ratio 0.97 to 1.12: unresolved, too few to tell")]
    public void Every_decision_says_its_ground(AccountDecision decision, string end) =>
        Said(decision, Both, new Interval(0.97, 1.12)).ShouldBe($"{Begin}112 of 900 canary and 2,140 of 17,200 stable requests{end}");

    [Theory]
    [InlineData(112, 2140, ", ratio 0.97 to 1.12")]
    [InlineData(112, 0, "")]
    [InlineData(0, 2140, "")]
    public void A_ratio_is_told_where_both_slices_have_some(double canary, double stable, string ratio) =>
        Said(AccountDecision.TooFew, Both with { CanaryBad = canary, StableBad = stable }, new Interval(0.97, 1.12)).ShouldBe($"{Begin}{canary} of 900 canary and {Quantity.Count(stable)} of 17,200 stable requests{ratio}: unresolved, too few to tell");

    [Fact]
    public void Without_a_control_only_the_canary_is_counted_and_witnesses_are_counted_in_calls()
    {
        Said(AccountDecision.NoControl, new CountPair(112, 900, 0, 0), null).ShouldBe($"{Begin}112 of 900 canary requests: unresolved, nothing beside the canary corroborates them");
        Said(AccountDecision.Corroborated, Both, null, isWitnessed: true).ShouldBe($"{Begin}112 of 900 canary and 2,140 of 17,200 other services' calls: upstream, corroborated");
        Said(AccountDecision.NoControl, new CountPair(112, 900, 0, 0), null, isWitnessed: true).ShouldBe($"{Begin}112 of 900 canary calls: unresolved, nothing beside the canary corroborates them");
    }

    [Fact]
    public void Calls_are_told_where_they_decide_and_are_known()
    {
        Said(AccountDecision.Amplified, Both, null, calls: null).ShouldBe($"{Begin}112 of 900 canary and 2,140 of 17,200 stable requests: self-inflicted, the canary calls it more often and it fails");
        Said(AccountDecision.CallsMore, Both, null, calls: 1.96).ShouldContain(", 2x the calls per request: ");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, " and 1 more class")]
    [InlineData(2, " and 2 more classes")]
    public void The_most_frequent_class_stands_for_the_others(int others, string said)
    {
        var classes = Enumerable.Range(0, others + 1).Select(_ => Class(Shop.Payments));

        Said(AccountDecision.TooFew, Both, null, new Account("payments-api", SignatureOrigin.Dependency, [], [], [.. classes])).ShouldStartWith($"HttpRequestException 503 to payments-api{said}: 112");
    }

    [Theory]
    [InlineData(SignatureOrigin.Client, "client")]
    [InlineData(SignatureOrigin.Platform, "platform")]
    public void What_is_no_dependency_stands_in_brackets(SignatureOrigin origin, string name)
    {
        Said(AccountDecision.TooFew, Both, null, new Account(name, origin, [], [], [Class(Shop.Client)])).ShouldStartWith($"BadHttpRequestException 400 ({name}): 112");
        Said(AccountDecision.TooFew, Both, null, new Account(name, origin, [], [], [Class(null)])).ShouldStartWith($"other errors ({name}): 112");
    }

    private static ErrorClass Class(ErrorSignature? signature) => new(signature, new Classification(SignatureOrigin.Dependency, "payments-api", null), 1, 0);

    private static string Said(AccountDecision decision, CountPair tested, Interval? ratio, Account? account = null, bool isWitnessed = false, double? calls = 2.5) => AccountReason.Of(new AccountFinding
    {
        Account = account ?? new Account("payments-api", SignatureOrigin.Dependency, [], [], [Class(Shop.Payments)]),
        Decision = decision,
        Tested = tested,
        Ratio = ratio,
        CallRatio = calls,
        ChanceOfOnset = 0.15,
        IsWitnessed = isWitnessed,
        Reason = Statement.Empty,
    }, TimeSpan.Zero).ToString();
}
