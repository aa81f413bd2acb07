using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Statistics;

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
        new Shop().Takes((total, database, external), (0.1, 0.02, 0.03)).Attribute().ShouldNotBeNull().Time.ShouldNotBeNull().Conclusion.ShouldBe($"nearly all of the canary's added 200 ms per request is in {expected}");

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
        time.Conclusion.ShouldBe("nearly all of the canary's added 200 ms per request is in other services, payments-api above all");
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

    [Theory]
    [InlineData(5, false)]
    [InlineData(500, true)]
    public void A_dependency_is_slower_only_where_that_is_no_chance_of_a_few_calls(double calls, bool isSlower) =>
        new Shop(1).Takes((0.3, 0.02, 0.23), (0.1, 0.02, 0.03)).Waits("payments-api", 0.2, 0.2, canaryCall: 0.06, stableCall: 0.04, calls: calls).Attribute()!.Time!.Dependencies.ShouldHaveSingleItem().IsSlower.ShouldBe(isSlower);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(4.9, 0)]
    public void Five_calls_of_stable_are_enough_too(double calls, int peers)
    {
        var shop = new Shop(1).Takes((0.3, 0.02, 0.23), (0.1, 0.02, 0.03));
        shop.Change = errors => errors with { Calls = [new DependencyCalls("payments-api", false, [Called(40)], [Called(calls)])] };

        shop.Attribute()!.Time!.Dependencies.Count.ShouldBe(peers);

        static CallBucket Called(double calls) => new(calls, new SampleMean(calls, 0.2, 0.1), default);
    }

    [Fact]
    public void What_took_long_in_both_slices_is_not_what_the_canary_adds() =>
        new Shop().Takes((0.3, 0.12, 0.03), (0.2, 0.12, 0.03)).Attribute()!.Time!.Conclusion.ShouldBe("nearly all of the canary's added 100 ms per request is in its own code");

    [Fact]
    public void A_slow_dependency_is_named_where_the_time_is_in_datastores() =>
        new Shop().Takes((0.3, 0.22, 0.03), (0.1, 0.02, 0.03)).Waits("orders-db", 0.2, 0.2, canaryCall: 0.2).Attribute()!.Time!.Conclusion.ShouldBe("nearly all of the canary's added 200 ms per request is in datastores, orders-db above all");

    [Theory]
    [InlineData(5, null)]
    [InlineData(15, "nearly all of the canary's added 100 ms per request is in its own code")]
    public void Only_the_window_counts(int slowMinute, string? expected)
    {
        var shop = new Shop(20) { WindowFrom = 10 }.Takes((0.1, 0.02, 0.03), (0.1, 0.02, 0.03));
        shop.Change = errors => errors with { CanaryTimes = [.. errors.CanaryTimes.Select((times, t) => t == slowMinute ? times with { Duration = times.Duration with { Mean = 1.1 } } : times)] };

        shop.Attribute()!.Time!.Conclusion.ShouldBe(expected);
    }

    [Fact]
    public void Times_of_one_slice_alone_say_nothing()
    {
        var shop = new Shop().Takes((0.3, 0.02, 0.03), (0.1, 0.02, 0.03));
        shop.Change = errors => errors with { CanaryTimes = [] };
        shop.Attribute().ShouldNotBeNull().Time.ShouldBeNull();
        shop.Change = errors => errors with { StableTimes = [] };
        shop.Attribute().ShouldNotBeNull().Time.ShouldBeNull();
    }

    [Fact]
    public void Without_times_nothing_is_said() => new Shop().Fails(Shop.Own, 0, 1).Attribute().ShouldNotBeNull().Time.ShouldBeNull();

    [Fact]
    public void Slow_dependencies_are_named_by_the_time_they_take_where_the_time_is_theirs()
    {
        Peers(("a", 0.2, 0.03), ("b", 0.3, 0.03), ("c", 0.03, 0.03), ("d", 0.03, 0.03), ("e", 0.03, 0.03)).ShouldNotBeNull().Conclusion.ShouldBe("nearly all of the canary's added 200 ms per request is in other services, b and a above all");
        new Shop().Takes((0.3, 0.02, 0.03), (0.1, 0.02, 0.03)).Waits("a", 0.2, 0.2, canaryCall: 0.2).Attribute()!.Time!.Conclusion.ShouldBe("nearly all of the canary's added 200 ms per request is in its own code");
    }

    [Fact]
    public void The_largest_part_is_told_with_its_share() =>
        new Shop().Takes((0.3, 0.06, 0.15), (0.1, 0.02, 0.03)).Attribute()!.Time!.Conclusion.ShouldBe("60 % of the canary's added 200 ms per request is in other services");

    [Fact]
    public void More_than_all_of_it_is_all_of_it() =>
        new Shop().Takes((0.3, 0.02, 0.4), (0.2, 0.02, 0.03)).Attribute()!.Time!.Conclusion.ShouldBe("nearly all of the canary's added 100 ms per request is in other services");

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(5, 1)]
    public void Five_calls_are_enough_to_speak_of_a_dependency(double calls, int peers) =>
        new Shop(1).Takes((0.3, 0.02, 0.23), (0.1, 0.02, 0.03)).Waits("payments-api", 0.2, 0.2, canaryCall: 0.2, calls: calls).Attribute()!.Time!.Dependencies.Count.ShouldBe(peers);

    [Fact]
    public void Mean_times_and_calls_are_those_of_both_slices()
    {
        var time = new Shop().Takes((0.3, 0.02, 0.23), (0.1, 0.01, 0.03)).Waits("payments-api", 0.2, 0.2, canaryCall: 0.2, stableCall: 0.04).Attribute()!.Time!;

        var peer = time.Dependencies.ShouldHaveSingleItem();
        (peer.Name, peer.CanaryCalls, peer.StableCalls, peer.IsSlower).ShouldBe(("payments-api", 400, 4000, true));
        (Math.Round(peer.Canary, 9), Math.Round(peer.Stable, 9)).ShouldBe((0.2, 0.04));
        Rounded(time.Canary).ShouldBe(new TimeShares(0.3, 0.05, 0.02, 0.23));
        Rounded(time.Stable).ShouldBe(new TimeShares(0.1, 0.06, 0.01, 0.03));

        static TimeShares Rounded(TimeShares shares) => new(Math.Round(shares.Total, 9), Math.Round(shares.Own, 9), Math.Round(shares.Database, 9), Math.Round(shares.External, 9));
    }

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
