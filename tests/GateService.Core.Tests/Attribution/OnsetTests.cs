using GateService.Core.Attribution;

namespace GateService.Core.Tests.Attribution;

/// <summary>A dose and its response: trouble of both slices that begins with a step is suspected, and trouble that was there before is not.</summary>
public sealed class OnsetTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0.2)]
    public void Trouble_of_both_slices_that_begins_with_the_canary_is_suspected(int minute, double chance)
    {
        var found = new Shop(20).Fails(Shop.Payments, 15, 285, from: minute).Account();

        found.Decision.ShouldBe(AccountDecision.BeganWithStep);
        found.ChanceOfOnset.ShouldNotBeNull().ShouldBe(chance * 10 / 20, tolerance: 1e-9);
        found.IsExcused.ShouldBeFalse();
        found.Fails.ShouldBeFalse();
    }

    [Fact]
    public void Trouble_that_begins_far_from_any_step_is_not()
    {
        var found = new Shop(30).Fails(Shop.Payments, 15, 285, from: 12).Account();

        found.Decision.ShouldBe(AccountDecision.Corroborated);
        found.ChanceOfOnset.ShouldNotBeNull().ShouldBe(13.0 / 30, tolerance: 1e-9);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(8)]
    [InlineData(2)]
    public void Trouble_that_was_there_before_the_rollout_did_not_begin_with_it(int minutesBefore)
    {
        var found = new Shop(20) { Past = before => before <= minutesBefore ? 0.05 : 0.0005 }.Fails(Shop.Payments, 15, 285).Account();

        found.ChanceOfOnset.ShouldBeNull();
        found.Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Fact]
    public void Where_stable_s_past_is_not_known_nothing_is_a_begin() =>
        new Shop(20) { Past = null }.Fails(Shop.Payments, 15, 285).Account().ChanceOfOnset.ShouldBeNull();

    [Fact]
    public void Trouble_of_the_canary_alone_has_no_begin_in_stable() =>
        new Shop(20).Fails(Shop.Payments, 15, 0).Account().ChanceOfOnset.ShouldBeNull();
}
