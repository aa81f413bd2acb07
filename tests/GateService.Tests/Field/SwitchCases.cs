using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>After a blue/green switch nothing of stable serves beside the new version: its limits, and what stable was like before, are all there is.</summary>
public sealed class SwitchCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Answers that fail as often as stable's did in the whole hour before are nobody's change, and no limit that is kept; as few as the limit allows are.</summary>
    [Theory]
    [InlineData(0.04, 0.04, "inconclusive", "over limit 0.5 %, as stable was in the hour before, with 4")]
    [InlineData(0.04, 0.15, "fail", "over limit 0.5 %")]
    [InlineData(0, 0.04, "fail", "over limit 0.5 %")]
    [InlineData(0, 0.0005, "pass", "")]
    public async Task What_stable_failed_before_is_not_the_switchs(double before, double after, string verdict, string said)
    {
        var rollout = new FieldRollout("moved").With(Before("moved") with { But = [(before, Unavailable)] }).Canary(Users("moved") with { But = [(after, Unavailable)] });

        var answer = await SwitchedAsync(rollout, FieldRollout.Judged);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
        answer.GetProperty("objectives").EnumerateArray().Where(objective => objective.GetProperty("outcome").GetString() == "tripped").ShouldAllBe(_ => verdict == "fail");
    }

    /// <summary>Seven requests in a hundred of 1.4 s are a 95th percentile over a limit of 1 s at any minute; four are not.</summary>
    [Theory]
    [InlineData(0.07, false)]
    [InlineData(0.03, true)]
    public async Task Over_a_limit_that_is_all_there_is_nothing_passes(double slow, bool passes)
    {
        var (fast, late) = (Users("slower") with { PerMinute = (int)(1200 * (1 - slow)) }, Users("slower") with { PerMinute = (int)(1200 * slow), Takes = 1.4, Spread = 0.05 });
        var rollout = new FieldRollout("slower").With(Before("slower")).Canary(fast).Canary(late);

        foreach (var minute in new[] { 4, 6, 8, 10 })
        {
            var answer = await SwitchedAsync(rollout, minute);

            (answer.Verdict() == "pass").ShouldBe(passes, $"{minute}: {answer.Reason()}");
            answer.Reason().Contains("latency-p95 1.4 s over limit 1 s", StringComparison.Ordinal).ShouldBe(!passes, answer.Reason());
        }
    }

    /// <summary>Within a limit of a second: stable took 0.1 s at the 95th percentile in the hour before.</summary>
    [Theory]
    [InlineData(0.44, "inconclusive", "within limit 1 s, but 2.")]
    [InlineData(0.3, "pass", "all 5 objectives")]
    public async Task Several_times_as_slow_as_stable_was_is_no_proof(double takes, string verdict, string said)
    {
        var rollout = new FieldRollout("drowsy").With(Before("drowsy") with { Takes = 0.1 }).Canary(Users("drowsy") with { Takes = takes, Spread = 0.05 });

        var answer = await SwitchedAsync(rollout, FieldRollout.Judged);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
        answer.Reason().Contains("of the hour before, and nothing of stable serves beside it: not proven", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>A preview that is tried out by few requests, cold and slow, while stable serves the users, is not held against those.</summary>
    [Fact]
    public async Task A_preview_is_not_held_against_what_users_have()
    {
        var rollout = new FieldRollout("tryout").With(Before("tryout") with { Takes = 0.1, To = FieldRollout.Until }).Canary(Users("tryout") with { PerMinute = 60, Takes = 0.44, Spread = 0.05 });

        var answer = await SwitchedAsync(rollout, FieldRollout.Judged);

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Reason().ShouldNotContain("hour before");
    }

    /// <summary>Two bad minutes after the switch, and good ones since: nobody says that more of it fails it, and it passes once its step as a whole keeps the limit and the latest ten minutes prove it. What goes on is failed.</summary>
    [Theory]
    [InlineData(2, "inconclusive", "pass")]
    [InlineData(26, "fail", "fail")]
    public async Task A_trouble_that_is_over_does_not_weigh_for_hours(int until, string soon, string late)
    {
        var rollout = new FieldRollout("blip").With(Before("blip"))
            .Canary(Users("blip") with { To = until, But = [(0.05, Unavailable)] })
            .Canary(Users("blip") with { From = until, To = 26 });

        var (early, later) = (await SwitchedAsync(rollout, 7), await SwitchedAsync(rollout, 23));

        early.Verdict().ShouldBe(soon, early.Reason());
        early.Reason().ShouldNotContain("more of this fails it");
        later.Verdict().ShouldBe(late, later.Reason());
    }

    private static Dictionary<string, JsonNode> Unavailable => FieldRollout.Saying(("http.statusCode", 503), ("error", true));

    private static Traffic Users(string service) => new()
    {
        PerMinute = 1200,
        Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/accounts"), ("http.statusCode", 200), ("error", false)),
    };

    private static Traffic Before(string service) => Users(service) with { Pods = FieldRollout.StablePods(service), From = -FieldRollout.Past, To = 0 };

    private Task<JsonElement> SwitchedAsync(FieldRollout rollout, int minute) => gate.JudgeAsync(
        rollout, "http-default", ("strategy", "blueGreen"), ("stepWeight", "100"), ("stepStartedAt", $"{FieldRollout.Begin:O}"), ("at", $"{FieldRollout.Begin.AddMinutes(minute):O}"));
}
