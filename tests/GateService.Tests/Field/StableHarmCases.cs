using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using static GateService.Tests.Field.Vouchers;

namespace GateService.Tests.Field;

/// <summary>What the change does to the version beside it.</summary>
public sealed class StableHarmCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Its migration dropped a column that stable reads, or makes stable wait for a lock; the canary itself is well.</summary>
    [Theory]
    [InlineData("step", true, "http-default", "inconclusive", "stable fails 2")]
    [InlineData("background", true, "http-default", "inconclusive", "stable fails 2")]
    [InlineData("step", true, "field-strict", "fail", "stable fails 2")]
    [InlineData("step", false, "http-default", "inconclusive", "stable is slower since 09:01Z")]
    [InlineData("step", false, "field-strict", "fail", "stable is slower since 09:01Z")]
    public async Task A_canary_that_breaks_stable_never_passes(string mode, bool byErrors, string policy, string verdict, string said)
    {
        var after = byErrors ? Users(900) with { But = [(0.25, Broken)] } : Users(900) with { Takes = 0.4 };
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 1 }).With(after with { Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300));

        var answer = await gate.JudgeAsync(rollout, policy, ("mode", mode), ("stepWeight", mode == "step" ? "25" : ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
        answer.Reason().ShouldContain("it began with the canary");
    }

    /// <summary>A new signing key, and stable refuses what the canary signs; where stable refused as many before, it is the callers'.</summary>
    [Theory]
    [InlineData(0.01, "inconclusive")]
    [InlineData(0.15, "pass")]
    public async Task A_canary_that_makes_stable_refuse_never_passes(double before, string verdict)
    {
        Dictionary<string, JsonNode> refused = FieldRollout.Saying(("http.statusCode", 401));
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(before, refused)], To = 1 })
            .With(Users(900) with { But = [(0.15, refused)], Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300) with { But = [(0.01, refused)] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("stable refuses 15 % of its requests since", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>It dies when the canary comes, wholly or nearly: what is left to compare with is of its good minutes. A service that nobody asks any more is none of it.</summary>
    [Theory]
    [InlineData(0, 300, "http-default", "inconclusive", "stable reported nothing since 09:04Z")]
    [InlineData(0, 300, "field-strict", "fail", "stable reported nothing since 09:04Z")]
    [InlineData(100, 300, "http-default", "inconclusive", "stable lost most of its requests")]
    [InlineData(100, 33, "http-default", "pass", "proven harmless")]
    [InlineData(800, 300, "http-default", "pass", "proven harmless")]
    public async Task A_stable_that_dies_beside_the_canary_never_passes(int left, int canary, string policy, string verdict, string said)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 4 }).Canary(Users(300) with { To = 4 }).Canary(Users(canary) with { From = 4 });
        rollout = left == 0 ? rollout : rollout.With(Users(left) with { Pods = FieldRollout.StablePods(Service), From = 4 });

        var answer = await gate.JudgeAsync(rollout, policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>Beside the steps nobody says the weight: where the canary serves what both did, it was given all of the traffic, and where it does not, stable died.</summary>
    [Theory]
    [InlineData(1200, "pass")]
    [InlineData(300, "inconclusive")]
    public async Task A_canary_that_was_given_all_of_the_traffic_did_not_kill_stable(int canary, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 5 }).Canary(Users(300) with { To = 5 }).Canary(Users(canary) with { From = 5 });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("mode", "background"), ("stepWeight", ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("stable reported nothing since", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>Ill before the canary came: the canary may be the cure.</summary>
    [Fact]
    public async Task A_stable_that_was_ill_before_holds_nobody()
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(0.08, Broken)] }).Canary(Users(300));

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    /// <summary>An outage that begins with the canary and fails both alike is a common cause, whatever it does to stable.</summary>
    [Fact]
    public async Task What_both_slices_have_is_not_said_to_be_done_to_stable()
    {
        var ill = Users(900) with { But = [(0.25, Broken)] };
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 1 }).With(ill with { Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300) with { To = 1 })
            .Canary(ill with { PerMinute = 300, From = 1 });

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldNotBe("pass", answer.Reason());
        Said(answer, "stable").ShouldBeFalse(answer.Reason());
    }

    /// <summary>Argo says when the rollout began; before that lies the past that a preflight is about.</summary>
    [Theory]
    [InlineData(0.0, "pass")]
    [InlineData(0.3, "inconclusive")]
    public async Task A_preflight_looks_at_stables_past_though_the_rollout_begins_now(double broken, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(broken, Broken)] });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("mode", "preflight"), ("at", $"{FieldRollout.Begin:O}"), ("stepStartedAt", null), ("stepWeight", null));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("too early");
    }
}
