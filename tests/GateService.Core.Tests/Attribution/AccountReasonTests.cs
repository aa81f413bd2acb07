using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Tests.Attribution;

/// <summary>The sentence of an account, word for word: what failed where, how often in both slices, and what that means.</summary>
public sealed class AccountReasonTests
{
    private const string Begin = "payments-api fails 12 % of the canary's requests (stable 12 %): ";
    private const string Counts = "HttpRequestException 503, 112 of 900 canary and 2,140 of 17,200 stable requests";
    private static readonly CountPair Both = new(112, 900, 2140, 17_200);

    [Theory]
    [InlineData(AccountDecision.Excess, "self-inflicted, the canary has more of them than its share")]
    [InlineData(AccountDecision.GivesUpSooner, "self-inflicted, the canary gives up sooner than stable")]
    [InlineData(AccountDecision.Corroborated, "upstream, corroborated")]
    [InlineData(AccountDecision.CallsMore, "unresolved, the canary calls it 2.5x as often per request")]
    [InlineData(AccountDecision.CallsUnknown, "unresolved, New Relic did not say how often the canary calls it")]
    [InlineData(AccountDecision.Suspicious, "unresolved, the canary may have more of them than its share")]
    [InlineData(AccountDecision.NoControl, "unresolved, nothing beside the canary corroborates them")]
    [InlineData(AccountDecision.Unsettled, "unresolved, neither more than its share nor as many as stable's for certain")]
    [InlineData(AccountDecision.TooFew, "unresolved, too few to tell")]
    public void Every_decision_says_its_ground(AccountDecision decision, string ground) => Said(decision, Both, new Interval(0.97, 1.12)).ShouldBe($"{Begin}{ground} ({Counts})");

    /// <summary>A dependency that recovered long before the rollout passed does not fail: it failed, and it is told until when.</summary>
    [Fact]
    public void What_is_over_is_told_as_past()
    {
        var end = new DateTimeOffset(2026, 1, 2, 5, 38, 0, TimeSpan.Zero);

        Said(AccountDecision.Corroborated, Both, null, until: end).ShouldBe($"payments-api failed 12 % of the canary's requests until 05:38Z (stable 12 %): upstream, corroborated ({Counts})");
        Said(AccountDecision.Corroborated, Both, null).ShouldStartWith(Begin);
    }

    [Fact]
    public void What_the_canary_overloads_begins_with_how() => Said(AccountDecision.Amplified, Both, new Interval(0.97, 1.12))
        .ShouldBe($"canary calls payments-api 2.5x as often per request as stable, and overloads it: 12 % of its requests fail there (stable 12 %): self-inflicted ({Counts})");

    [Fact]
    public void What_began_with_a_step_says_how_likely_that_is_by_chance() => Said(AccountDecision.BeganWithStep, Both, new Interval(0.97, 1.12))
        .ShouldBe($"{Begin}suspected, it began in both slices with a step of the canary ({Counts}; an outage of its own falls that close with 15 %)");

    [Fact]
    public void Without_a_control_only_the_canary_is_counted_and_witnesses_are_counted_in_calls()
    {
        Said(AccountDecision.NoControl, new CountPair(112, 900, 0, 0), null).ShouldBe("payments-api fails 12 % of the canary's requests: unresolved, nothing beside the canary corroborates them (HttpRequestException 503, 112 of 900 canary requests)");
        Said(AccountDecision.Corroborated, Both, null, isWitnessed: true).ShouldBe("payments-api fails 12 % of the canary's calls (other services' 12 %): upstream, corroborated (HttpRequestException 503, 112 of 900 canary and 2,140 of 17,200 other services' calls)");
        Said(AccountDecision.NoControl, new CountPair(112, 900, 0, 0), null, isWitnessed: true).ShouldEndWith("(HttpRequestException 503, 112 of 900 canary calls)");
    }

    [Fact]
    public void Calls_are_told_where_they_decide_and_are_known()
    {
        Said(AccountDecision.Amplified, Both, null, calls: null).ShouldStartWith("canary calls payments-api, which stable does not, and overloads it: 12 %");
        Said(AccountDecision.CallsMore, Both, null, calls: 1.96).ShouldContain("the canary calls it 2x as often per request");
        Said(AccountDecision.CallsMore, Both, null, calls: null).ShouldContain("unresolved, the canary calls it, and stable does not");
    }

    /// <summary>What an agent counts of all other services together is not said of one of them, which stable may never call.</summary>
    [Fact]
    public void Calls_that_are_counted_together_are_said_to_be()
    {
        Said(AccountDecision.Amplified, Both, null, calls: 3.7, together: "other services").ShouldStartWith("canary calls other services 3.7x as often per request as stable, and overloads payments-api: 12 %");
        Said(AccountDecision.Amplified, Both, null, calls: null, together: "datastores").ShouldStartWith("canary calls datastores, which stable does not, and overloads payments-api: 12 %");
        Said(AccountDecision.CallsMore, Both, null, calls: 3.7, together: "other services").ShouldContain("unresolved, the canary calls other services 3.7x as often per request");
        Said(AccountDecision.CallsMore, Both, null, calls: null, together: "datastores").ShouldContain("unresolved, the canary calls datastores, and stable does not");
    }

    /// <summary>What was asked in wide buckets and spread over narrow ones is told in whole requests, and some are not none.</summary>
    [Fact]
    public void Requests_and_calls_are_whole() => Said(AccountDecision.Unsettled, new CountPair(29.6, 300.4, 0.2, 5700), null)
        .ShouldEndWith("(HttpRequestException 503, 30 of 300 canary and 1 of 5,700 stable requests)");

    /// <summary>Both slices have the one class, and what the canary has more of is the other.</summary>
    [Theory]
    [InlineData(AccountDecision.Excess, "NpgsqlException 500 and 1 more class")]
    [InlineData(AccountDecision.Suspicious, "NpgsqlException 500 and 1 more class")]
    [InlineData(AccountDecision.Corroborated, "HttpRequestException 503 and 1 more class")]
    public void The_class_that_rose_stands_for_what_the_canary_has_more_of(AccountDecision decision, string said)
    {
        var classification = new Classification(SignatureOrigin.Dependency, "payments-api", null);
        Said(decision, Both, null, new Account("payments-api", SignatureOrigin.Dependency, [], [], [new ErrorClass(Shop.Payments, classification, 80, 1600), new ErrorClass(Shop.Database, classification, 32, 10)])).ShouldContain($"({said}, 112");
    }

    /// <summary>Both slices run on the same platform: a host that only the canary asks for, and that does not exist, is in its own configuration.</summary>
    [Theory]
    [InlineData(AccountDecision.Excess, "UnknownHostException 500 in 12 % of the canary's requests (stable 12 %): self-inflicted, stable runs on the same platform and has fewer: its own configuration, such as the name of a host (")]
    [InlineData(AccountDecision.Corroborated, "platform errors in 12 % of the canary's requests (stable 12 %): the platform's, corroborated (")]
    public void What_the_canary_alone_has_of_the_platform_is_its_own(AccountDecision decision, string said) =>
        Said(decision, Both, null, new Account("platform", SignatureOrigin.Platform, [], [], [Class(new ErrorSignature("java.net.UnknownHostException", "500", "payments-apx"))])).ShouldStartWith(said);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, " and 1 more class")]
    [InlineData(2, " and 2 more classes")]
    public void The_most_frequent_class_stands_for_the_others(int others, string said)
    {
        var classes = Enumerable.Range(0, others + 1).Select(_ => Class(Shop.Payments));

        Said(AccountDecision.TooFew, Both, null, new Account("payments-api", SignatureOrigin.Dependency, [], [], [.. classes])).ShouldContain($"(HttpRequestException 503{said}, 112");
    }

    [Theory]
    [InlineData(SignatureOrigin.Client, "client")]
    [InlineData(SignatureOrigin.Platform, "platform")]
    public void What_is_no_dependency_fails_nothing_and_has_errors(SignatureOrigin origin, string name)
    {
        Said(AccountDecision.TooFew, Both, null, new Account(name, origin, [], [], [Class(Shop.Client)])).ShouldStartWith($"{name} errors in 12 % of the canary's requests (stable 12 %): ");
        Said(AccountDecision.TooFew, Both, null, new Account(name, origin, [], [], [Class(null)])).ShouldContain("(other errors, 112");
    }

    /// <summary>An upstream is something that is called: callers' errors and the platform's are theirs.</summary>
    [Theory]
    [InlineData(SignatureOrigin.Dependency, "payments-api", "upstream")]
    [InlineData(SignatureOrigin.Client, "client", "the callers'")]
    [InlineData(SignatureOrigin.Platform, "platform", "the platform's")]
    public void What_is_excused_or_probable_is_said_to_be_theirs_whose_it_is(SignatureOrigin origin, string name, string whose)
    {
        var account = new Account(name, origin, [], [], [Class(Shop.Client)]);

        Said(AccountDecision.Corroborated, Both, null, account).ShouldContain($" (stable 12 %): {whose}, corroborated (");
        Said(AccountDecision.TooFew, Both, null, account, asStable: 1).ShouldContain($": unresolved, too few to tell for certain, probably {whose} as stable has as many (");
        Said(AccountDecision.Unsettled, Both, null, account, asStable: 1).ShouldContain($": unresolved, probably {whose} as stable has as many, but not for certain (");
    }

    private static ErrorClass Class(ErrorSignature? signature) => new(signature, new Classification(SignatureOrigin.Dependency, "payments-api", null), 1, 0);

    private static string Said(AccountDecision decision, CountPair tested, Interval? ratio, Account? account = null, bool isWitnessed = false, double? calls = 2.5, double asStable = 0, string? together = null, DateTimeOffset? until = null) => AccountReason.Of(new AccountFinding
    {
        Account = account ?? new Account("payments-api", SignatureOrigin.Dependency, [], [], [Class(Shop.Payments)]),
        Decision = decision,
        Tested = tested,
        Ratio = ratio,
        CallRatio = calls,
        CallsTogether = together,
        Seen = tested,
        ChanceOfOnset = 0.15,
        IsWitnessed = isWitnessed,
        AsStable = asStable,
        Reason = Statement.Empty,
    }, TimeSpan.Zero, until).ToString();
}
