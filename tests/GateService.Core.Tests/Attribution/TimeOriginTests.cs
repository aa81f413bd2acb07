using GateService.Core.Attribution;

namespace GateService.Core.Tests.Attribution;

/// <summary>Where the time of requests goes: it explains a slow canary, and starvation holds it.</summary>
public sealed class TimeOriginTests
{
    [Fact]
    public void A_canary_that_is_not_slower_has_no_conclusion()
    {
        var time = new Shop().Takes((0.11, 0.02, 0.03), (0.1, 0.02, 0.03)).Attribute().ShouldNotBeNull().Time.ShouldNotBeNull();

        (time.Conclusion, time.IsSlower, time.IsStarved).ShouldBe((null, false, false));
    }

    [Theory]
    [InlineData(0.3, 0.02, 0.03, "its own code")]
    [InlineData(0.3, 0.22, 0.03, "datastores")]
    [InlineData(0.3, 0.02, 0.23, "other services")]
    public void The_time_that_a_slower_canary_adds_is_where_most_of_it_goes(double total, double database, double external, string expected) =>
        new Shop().Takes((total, database, external), (0.1, 0.02, 0.03)).Attribute().ShouldNotBeNull().Time.ShouldNotBeNull().Conclusion.ShouldBe($"100.0% of the canary's added 200ms per request is in {expected}");

    [Fact]
    public void Calls_side_by_side_take_longer_than_the_request_and_leave_no_time_of_its_own()
    {
        var shares = new Shop().Takes((0.3, 0.2, 0.4), (0.1, 0.02, 0.03)).Attribute().ShouldNotBeNull().Time.ShouldNotBeNull().Canary;

        (shares.Own, shares.External).ShouldBe((0, 0.4));
    }

    [Fact]
    public void One_slow_dependency_is_named_and_starves_nobody()
    {
        var time = Peers(("payments-api", 0.2, 0.03), ("ledger", 0.03, 0.03), ("stock", 0.03, 0.03)).ShouldNotBeNull();

        time.IsStarved.ShouldBeFalse();
        time.Dependencies.Where(peer => peer.IsSlower).Select(peer => peer.Name).ShouldBe(["payments-api"]);
        time.Conclusion.ShouldBe("100.0% of the canary's added 200ms per request is in other services, payments-api above all");
    }

    [Fact]
    public void All_dependencies_slow_at_once_for_the_canary_alone_is_starvation()
    {
        var time = Peers(("payments-api", 0.2, 0.03), ("ledger", 0.2, 0.03), ("stock", 0.2, 0.03)).ShouldNotBeNull();

        time.IsStarved.ShouldBeTrue();
        time.Conclusion.ShouldBe("all 3 dependencies answer the canary slower at once, and stable not: it is starved of CPU or connections");
    }

    [Fact]
    public void Three_of_four_are_nearly_all() =>
        Peers(("a", 0.2, 0.03), ("b", 0.2, 0.03), ("c", 0.2, 0.03), ("d", 0.03, 0.03)).ShouldNotBeNull().Conclusion.ShouldBe("3 of 4 dependencies answer the canary slower at once, and stable not: it is starved of CPU or connections");

    [Fact]
    public void The_only_dependency_being_slow_is_no_starvation() => Peers(("payments-api", 0.2, 0.03)).ShouldNotBeNull().IsStarved.ShouldBeFalse();

    [Fact]
    public void Dependencies_that_are_slow_for_both_are_slow_for_nobody_in_particular()
    {
        var time = Peers(("payments-api", 0.2, 0.2), ("ledger", 0.2, 0.2)).ShouldNotBeNull();

        time.Dependencies.ShouldAllBe(peer => !peer.IsSlower);
        time.IsStarved.ShouldBeFalse();
    }

    [Fact]
    public void A_few_calls_name_nobody() =>
        new Shop(1).Takes((0.3, 0.02, 0.23), (0.1, 0.02, 0.03)).Waits("payments-api", 0.2, 0.2, canaryCall: 0.2, calls: 4).Attribute().ShouldNotBeNull().Time.ShouldNotBeNull().Dependencies.ShouldBeEmpty();

    [Fact]
    public void Without_times_nothing_is_said() => new Shop().Fails(Shop.Own, 0, 1).Attribute().ShouldNotBeNull().Time.ShouldBeNull();

    private static TimeOrigin? Peers(params (string Name, double Canary, double Stable)[] peers)
    {
        var shop = new Shop().Takes((0.3, 0.02, 0.23), (0.1, 0.02, 0.03));
        foreach (var (name, canary, stable) in peers)
        {
            shop.Waits(name, 0.2, 0.2, canaryCall: canary, stableCall: stable);
        }

        return shop.Attribute().ShouldNotBeNull().Time;
    }
}
