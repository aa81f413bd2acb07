using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Tests.Planning;

/// <summary>Now is 12:00:30; with 60 s of ingest delay New Relic has everything up to 11:59:30.</summary>
public sealed class WindowPlannerTests
{
    private static readonly GatePolicy Policy = Given.Policy(Given.ErrorRate());

    [Fact]
    public void Without_any_hint_the_policys_window_ends_where_New_Relic_is_complete() => Plan(Given.Request()).ShouldBe("11:49:30-11:59:30");

    [Fact]
    public void A_step_is_judged_from_its_start_in_whole_buckets() =>
        Plan(Given.Request() with { StepStartedAt = Given.Now.AddSeconds(-200) }).ShouldBe("11:57:10-11:59:10");

    [Fact]
    public void A_requested_window_shortens_a_long_step() =>
        Plan(Given.Request() with { StepStartedAt = Given.Now.AddHours(-2), Window = TimeSpan.FromMinutes(5) }).ShouldBe("11:54:30-11:59:30");

    [Fact]
    public void The_first_sight_of_a_step_anchors_the_window_which_then_grows()
    {
        var seen = Given.Now.AddMinutes(-3);

        Plan(Given.Request(), seen).ShouldBe("11:47:30-11:59:30");
    }

    [Fact]
    public void A_first_sight_just_now_looks_a_whole_window_back() => Plan(Given.Request(), Given.Now).ShouldBe("11:49:30-11:59:30");

    [Fact]
    public void Nothing_before_the_rollout_is_looked_at() =>
        Plan(Given.Request() with { RolloutStartedAt = Given.Now.AddMinutes(-4) }).ShouldBe("11:56:30-11:59:30");

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void A_preflight_looks_at_stables_past_though_the_rollout_begins_now(int secondsAgo)
    {
        var begin = Given.Now.AddSeconds(-secondsAgo);

        Plan(Given.Request() with { Mode = GateMode.Preflight, RolloutStartedAt = begin, StepStartedAt = begin }).ShouldBe("11:49:30-11:59:30");
        Plan(Given.Request() with { Mode = GateMode.Preflight, RolloutStartedAt = begin, Window = TimeSpan.FromMinutes(5) }).ShouldBe("11:54:30-11:59:30");
    }

    [Fact]
    public void A_past_moment_is_complete_without_delay() =>
        Plan(Given.Request() with { At = Given.Now.AddHours(-1) }).ShouldBe("10:50:30-11:00:30");

    [Fact]
    public void A_past_moment_too_near_waits_for_New_Relic_all_the_same() =>
        Plan(Given.Request() with { At = Given.Now.AddSeconds(-10) }).ShouldBe("11:49:30-11:59:30");

    [Fact]
    public void A_step_that_just_began_says_when_to_ask_again()
    {
        var plan = WindowPlanner.Plan(Given.Request() with { StepStartedAt = Given.Now.AddSeconds(-20) }, Policy, new EvaluationMoment(Given.Now));

        plan.ShouldBeOfType<WindowPlan.TooEarly>().Reason.ToString().ShouldBe("too early: the step began at 12:00:10Z; its first complete 1m bucket is in New Relic at 12:02:10Z");
    }

    /// <summary>Given.Now is 12:00:30; what was asked of the attempt before may have been acted on two minutes later.</summary>
    [Theory]
    [InlineData(-9, "11:53:30")]
    [InlineData(-30, "11:45:30")]
    [InlineData(-5, "11:55:30")]
    public void The_evidence_of_an_attempt_begins_after_the_one_before_it(double asked, string begin)
    {
        var moment = new EvaluationMoment(Given.Now, Given.Now.AddMinutes(-5), Given.Now.AddMinutes(-5)) { EarlierAttempt = Given.Now.AddMinutes(asked) };

        var plan = WindowPlanner.Plan(Given.Request(), Policy, moment).ShouldBeOfType<WindowPlan.Planned>();

        $"{plan.Window.Begin:HH:mm:ss}".ShouldBe(begin);
        plan.Span.Begin.ShouldBe(plan.Window.Begin);
    }

    [Fact]
    public void A_rollout_of_more_buckets_than_four_queries_take_is_cut_and_says_so()
    {
        var plan = WindowPlanner.Plan(Given.Request() with { StepStartedAt = Given.Now.AddHours(-30) }, Policy, new EvaluationMoment(Given.Now)).ShouldBeOfType<WindowPlan.Planned>();

        plan.Window.Buckets.ShouldBe(1464);
        plan.Warning.ShouldNotBeNull().ShouldContain("1464 buckets");
    }

    [Fact]
    public void A_window_falls_into_parts_that_New_Relic_takes_without_gap_or_overlap()
    {
        var window = new EvaluationWindow(Given.Now, Given.Now.AddMinutes(800), TimeSpan.FromMinutes(1));

        var parts = window.Parts(366).ToList();

        parts.Select(part => part.Buckets).ShouldBe([366, 366, 68]);
        parts[0].Begin.ShouldBe(window.Begin);
        parts[^1].End.ShouldBe(window.End);
        parts.Zip(parts.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Begin);
    }

    private static string Plan(GateRequest request, DateTimeOffset? seen = null)
    {
        var plan = WindowPlanner.Plan(request, Policy, new EvaluationMoment(Given.Now, seen)).ShouldBeOfType<WindowPlan.Planned>();
        return $"{plan.Window.Begin:HH:mm:ss}-{plan.Window.End:HH:mm:ss}";
    }
}
