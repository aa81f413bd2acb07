using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

/// <summary>A canary that calls a dependency more often than stable: overload, doubt or a note.</summary>
public sealed class CallsMoreTests
{
    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1.4, false)]
    [InlineData(2.5, true)]
    public void Calling_one_and_a_half_times_as_often_while_it_fails_is_the_canarys_even_where_stable_fails_alike(double calls, bool isAmplified)
    {
        var found = Fails(Shop.Payments).Traces("payments-api", calls, 1).Account();

        found.Decision.ShouldBe(isAmplified ? AccountDecision.Amplified : AccountDecision.BeganWithStep);
        found.CallRatio.ShouldNotBeNull().ShouldBe(calls, tolerance: 1e-9);
        found.Fails.ShouldBe(isAmplified);
    }

    [Theory]
    [InlineData(2.5, 2, AccountDecision.Amplified)]
    [InlineData(1, 2, AccountDecision.BeganWithStep)]
    public void Without_traces_the_agents_counters_tell(double external, double database, AccountDecision expected) =>
        Fails(Shop.Payments).Counts(external, 1, canaryDatabase: database).Account().Decision.ShouldBe(expected);

    [Fact]
    public void A_datastores_calls_are_counted_as_datastores() =>
        Fails(Shop.Database).Counts(1, 1, canaryDatabase: 6).Account().Decision.ShouldBe(AccountDecision.Amplified);

    /// <summary>It has failed as much for an hour: who calls it more often, or hedges and fails less, did not overload it, and is not excused either. Where stable's past is not known nobody can say so.</summary>
    [Theory]
    [InlineData(0.05, 15, AccountDecision.CallsMore)]
    [InlineData(0.05, 7, AccountDecision.CallsMore)]
    [InlineData(0.01, 15, AccountDecision.Amplified)]
    [InlineData(0.05, 40, AccountDecision.Excess)]
    [InlineData(null, 15, AccountDecision.Amplified)]
    public void An_outage_that_is_older_than_the_canary_is_not_its_doing(double? before, double errors, AccountDecision expected) =>
        new Shop(20) { Past = before is { } past ? _ => past : null }.Fails(Shop.Payments, errors, 285).Traces("payments-api", 3, 1).Account().Decision.ShouldBe(expected);

    [Fact]
    public void Calls_are_those_of_all_hosts_that_a_policy_gives_one_name()
    {
        // The canary uses the new address, stable the old one; together it calls as often as before.
        var shop = Shop.Outage();
        shop.Settings = shop.Settings with { Dependencies = [new DependencySettings("payments-api", ["payments-*"], null, [])] };
        shop.Traces("payments-eu", 1, 0).Traces("payments-us", 0, 1);

        shop.Account().CallRatio.ShouldNotBeNull().ShouldBe(1, tolerance: 1e-9);
        shop.Account().Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Fact]
    public void More_calls_without_the_errors_to_hurt_anybody_are_a_note_and_no_verdict()
    {
        var attribution = new Shop(15).Fails(Shop.Own, 0, 3).Traces("payments-api", 2.5, 1).Attribute().ShouldNotBeNull();

        attribution.Notes.ShouldBe(["the canary calls payments-api 2.5x as often per request as stable: it may be meant"]);
    }

    [Theory]
    [InlineData(1, AccountDecision.TooFew)]
    [InlineData(2.5, AccountDecision.CallsMore)]
    public void Calling_a_dependency_more_often_that_hardly_fails_is_unresolved(double calls, AccountDecision expected)
    {
        var found = new Shop(20) { Past = _ => 0.05 }.Fails(Shop.Payments, t => t is 3 or 9 ? 1 : 0, t => t == 5 ? 20 : 0).Traces("payments-api", calls, 1).Account();

        (found.Decision, found.Fails, found.IsExcused).ShouldBe((expected, false, false));
    }

    /// <summary>Who calls a dependency more often is not excused by one minute either.</summary>
    [Theory]
    [InlineData(1, AccountDecision.Corroborated)]
    [InlineData(2.5, AccountDecision.CallsMore)]
    public void An_outage_of_the_latest_minute_excuses_nobody_who_calls_more(double calls, AccountDecision expected) =>
        new Shop(15).Fails(Shop.Payments, t => t == 14 ? 150 : 0, t => t == 14 ? 2850 : 0).Traces("payments-api", calls, 1).Account().Decision.ShouldBe(expected);

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void Traces_say_how_often_a_dependency_is_called_from_fifty_requests_on(double canaryRequests, bool isSaid)
    {
        // A tenth of them is traced, in ten minutes that count.
        var shop = new Shop(11, canary: canaryRequests).Traces("payments-api", 30, 1);

        (shop.Attribute().ShouldNotBeNull().Notes.Count > 0).ShouldBe(isSaid);
    }

    /// <summary>Its own pool is exhausted by four times the statements: no outage of stable's, however old.</summary>
    [Fact]
    public void Errors_that_stable_hardly_has_are_of_no_old_outage() =>
        new Shop(6) { Past = _ => 0.01 }.Fails(Shop.Database, 6, 10).Counts(1, 1, canaryDatabase: 8).Account().Fails.ShouldBeTrue();

    /// <summary>A dependency that fails 5 % of both slices since the canary began.</summary>
    private static Shop Fails(ErrorSignature signature) => new Shop(20).Fails(signature, 15, 285);
}
