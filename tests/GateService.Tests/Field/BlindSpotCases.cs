using GateService.Tests.Hosting;
using static GateService.Tests.Field.Vouchers;

namespace GateService.Tests.Field;

/// <summary>What the canary's own requests do not show: that there are none, and what the change does to the version beside it.</summary>
public sealed class BlindSpotCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Its process died in the sixth minute; users get errors from the proxy, and no pod knows of them.</summary>
    [Theory]
    [InlineData("step", 6, "http-default", "inconclusive")]
    [InlineData("background", 6, "http-default", "inconclusive")]
    [InlineData("step", 6, "field-strict", "fail")]
    [InlineData("step", FieldRollout.Until, "field-strict", "pass")]
    [InlineData("background", FieldRollout.Until, "http-default", "pass")]
    public async Task A_canary_that_falls_silent_while_stable_is_busy_never_passes(string mode, double until, string policy, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = until });

        var answer = await gate.JudgeAsync(rollout, policy, ("mode", mode), ("stepWeight", mode == "step" ? "25" : ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Said(answer, "traffic").ShouldBe(verdict != "pass", answer.Reason());
        if (verdict != "pass")
        {
            answer.Reason().ShouldContain("the canary reported nothing since 09:06Z, 4m of 10m, while stable had");
        }
    }

    /// <summary>Half of what the router sends the canary ends at the ingress with 502, which no pod sees: what arrives is good, and too little. A twelfth less is a router's ordinary inexactness.</summary>
    [Theory]
    [InlineData(150, "inconclusive")]
    [InlineData(275, "pass")]
    public async Task A_canary_whose_requests_never_arrive_does_not_pass(int arriving, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(arriving));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Said(answer, "traffic").ShouldBe(verdict != "pass", answer.Reason());
        answer.Reason().Contains("% of the requests at weight 25", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>A crash comes at any second: the minutes that it cuts are none of a service whose requests come in bursts. Of what is only restarted within a minute nothing is said.</summary>
    [Theory]
    [InlineData(3.3, 6.7, "inconclusive", "the canary reported nothing from 09:04Z to 09:06Z, 2m of 10m")]
    [InlineData(3.2, 7.9, "inconclusive", "the canary reported nothing from 09:04Z to 09:07Z, 3m of 10m")]
    [InlineData(3.2, 3.7, "pass", "")]
    public async Task Nor_does_one_that_died_at_any_second(double died, double back, string verdict, string said)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = died }).Canary(Users(300) with { From = back });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>It came back, and the minutes between are still not to be known of.</summary>
    [Fact]
    public async Task Nor_does_one_that_came_back()
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = 3 }).Canary(Users(300) with { From = 6 });

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain("the canary reported nothing from 09:03Z to 09:06Z, 3m of 10m");
    }

    /// <summary>Both went dark: a pass would rest on what was before. A service of one slice alone too. Where a request a minute comes, or a queue deals out the work, none for a while is no news.</summary>
    [Theory]
    [InlineData(900, 6.0, "25", "http-default", "inconclusive", "neither slice reported anything since 09:06Z, 4m, where about 4,")]
    [InlineData(900, 6.0, "100", "http-default", "inconclusive", "nothing was reported since 09:06Z, 4m, where about 1,")]
    [InlineData(900, 8.0, "25", "http-default", "pass", "")]
    [InlineData(3, 6.0, "25", "http-default", null, "")]
    [InlineData(900, 6.0, "25", "worker-apm", "pass", "")]
    public async Task Nor_does_a_service_that_went_dark(int stable, double until, string weight, string policy, string? verdict, string said)
    {
        var traffic = policy == "worker-apm" ? Work(stable) : Users(stable);
        var rollout = new FieldRollout(Service).Canary(traffic with { PerMinute = stable / 3, To = until });
        rollout = weight == "100" ? rollout : rollout.Stable(traffic with { To = until });

        var answer = await gate.JudgeAsync(rollout, policy, ("stepWeight", weight));

        answer.Verdict().ShouldBe(verdict ?? answer.Verdict(), answer.Reason());
        answer.Reason().ShouldContain(said);
        Said(answer, "traffic").ShouldBe(verdict == "inconclusive", answer.Reason());
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).Contains("neither slice reported anything since 09:06Z, 4m: what is said rests on what was before").ShouldBe(policy == "worker-apm" || stable == 3, $"{answer.GetProperty("warnings")}");
    }

    /// <summary>A request a minute: that none comes for a while is no news.</summary>
    [Fact]
    public async Task Few_requests_are_no_silence()
    {
        var rollout = new FieldRollout(Service).Stable(Users(3)).Canary(Users(1) with { To = 3 });

        Said(await gate.JudgeAsync(rollout, "http-default"), "traffic").ShouldBeFalse();
    }
}
