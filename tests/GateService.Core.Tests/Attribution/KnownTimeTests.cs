using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Trials;

namespace GateService.Core.Tests.Attribution;

/// <summary>What is known of where the time goes, and what follows from not knowing it.</summary>
public sealed class KnownTimeTests
{
    private const string Slow = "New Relic was too slow";

    [Fact]
    public void What_was_not_asked_is_neither_known_nor_unknown()
    {
        var shop = Slower();
        shop.Change = errors => errors with { TimesUnavailable = Slow };

        Of(shop, evidence: null).ShouldBe(new KnownTime(null, null));
        KnownTime.Of(shop.Policy, shop.Evidence.Errors, null).ShouldBe(new KnownTime(null, null));
        shop.Settings = shop.Settings with { IsEnabled = false };
        Of(shop, shop.Evidence.Errors).ShouldBe(new KnownTime(null, null));
    }

    [Theory]
    [InlineData(true, Slow)]
    [InlineData(false, null)]
    public void Times_that_could_not_be_asked_are_unknown_where_there_is_something_to_compare_with(bool isCompared, string? unknown)
    {
        var shop = Slower(isCompared);
        shop.Change = errors => errors with { TimesUnavailable = Slow, CallsUnavailable = "another" };

        Of(shop, shop.Evidence.Errors).Unknown.ShouldBe(unknown);
    }

    [Fact]
    public void A_stable_that_served_for_a_while_is_something_to_compare_with()
    {
        var shop = new Shop { StableServes = t => t < 3 }.Takes((0.3, 0.02, 0.03), (0.1, 0.02, 0.03));
        shop.Change = errors => errors with { TimesUnavailable = Slow };

        Of(shop, shop.Evidence.Errors).Unknown.ShouldBe(Slow);
    }

    [Theory]
    [InlineData(0.3, Slow)]
    [InlineData(0.11, null)]
    public void Calls_that_could_not_be_asked_matter_to_a_slower_canary_alone(double seconds, string? unknown)
    {
        var shop = new Shop().Takes((seconds, 0.02, 0.03), (0.1, 0.02, 0.03));
        shop.Change = errors => errors with { CallsUnavailable = Slow };

        var known = Of(shop, shop.Evidence.Errors);

        (known.Unknown, known.Origin is not null).ShouldBe((unknown, true));
    }

    private static Shop Slower(bool isCompared = true) => new Shop { StableServes = _ => isCompared }.Takes((0.3, 0.02, 0.03), (0.1, 0.02, 0.03));

    private static KnownTime Of(Shop shop, ErrorEvidence? evidence) =>
        KnownTime.Of(shop.Policy, evidence, new Trial(shop.Policy.Objectives[0], shop.Evidence.Objectives[0], shop.Context));
}
