using GateService.History;
using GateService.Pages.Rollouts;
using GateService.Pages.Words;

namespace GateService.Tests.Pages;

/// <summary>Where a rollout stands by its newest decisions, one a mode.</summary>
public sealed class RolloutStateTests
{
    [Theory]
    [InlineData("step pass 5", "rolling out")]
    [InlineData("step pass 100", "completed")]
    [InlineData("background pass, step pass 100", "completed")]
    [InlineData("step inconclusive 25", "held")]
    [InlineData("step fail 25", "failed")]
    [InlineData("background fail, step pass 25", "failed")]
    [InlineData("background inconclusive, step pass 25", "rolling out")]
    [InlineData("background inconclusive", "rolling out")]
    [InlineData("preflight inconclusive", "held")]
    [InlineData("step pass 5, preflight inconclusive", "rolling out")]
    [InlineData("preflight pass", "rolling out")]
    public void What_the_modes_say_together_is_one_word(string newestFirst, string state) =>
        RolloutState.Of([.. newestFirst.Split(", ").Select(words => Row(words.Split(' ')))]).Said.ShouldBe(state);

    [Fact]
    public void Another_version_begins_anew() =>
        RolloutState.Of([Row(["background", "pass"]), Row(["step", "fail"]) with { CanaryHash = "older" }]).Stand.ShouldBe(RolloutStand.RollingOut);

    private static DecisionRow Row(string[] words) => new()
    {
        Id = "01",
        At = 0,
        Moment = 0,
        Past = 0,
        Score = 0,
        Team = "",
        Service = "checkout",
        Namespace = "shop",
        Rollout = "checkout",
        CanaryHash = "newer",
        Mode = words[0],
        Verdict = words[1],
        Weight = words.Length > 2 ? double.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture) : null,
        Step = "",
        Summary = "",
        Policy = "",
        Revision = "",
        Points = "[]",
    };
}
