using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Tests.Judging;

/// <summary>What a policy sees of a rollout to come: what is said of it must be true of itself, turned round.</summary>
public sealed class PowerPlanTests
{
    private static readonly PlannedStep[] Steps = [new(5, TimeSpan.FromMinutes(10)), new(25, TimeSpan.FromMinutes(10)), new(50, TimeSpan.FromMinutes(10))];

    [Fact]
    public void Traffic_steps_and_weight_each_make_a_smaller_regression_visible()
    {
        var few = Seen(Steps, requestsPerMinute: 300);
        var many = Seen(Steps, requestsPerMinute: 30_000);

        for (var i = 0; i < Steps.Length; i++)
        {
            many[i].ShouldBeLessThan(few[i]);
        }

        many.ShouldBe(many.OrderDescending());
        Seen([Steps[0] with { Length = TimeSpan.FromHours(2) }], 30_000)[0].ShouldBeLessThan(many[0]);
    }

    [Theory]
    [InlineData(3_000, 0.004, 3)]
    [InlineData(30_000, 0.003, 2)]
    [InlineData(600, 0.02, 4)]
    public void The_step_that_is_said_to_show_a_regression_does_and_a_minute_less_does_not(int requestsPerMinute, double stable, double times)
    {
        PlannedStep[] one = [new(25, TimeSpan.FromMinutes(4))];
        var wish = Power(one, requestsPerMinute, stable, times)[0].Wish!;

        wish.IsSeen.ShouldBeFalse(wish.Says);
        var length = wish.StepLength.ShouldNotBeNull(wish.Says);
        Power([one[0] with { Length = length }], requestsPerMinute, stable, times)[0].Wish!.IsSeen.ShouldBeTrue();
        Power([one[0] with { Length = length - TimeSpan.FromMinutes(1) }], requestsPerMinute, stable, times)[0].Wish!.IsSeen.ShouldBeFalse();
    }

    [Fact]
    public void The_limit_that_is_said_to_show_a_regression_does_and_a_looser_one_does_not()
    {
        PlannedStep[] one = [new(50, TimeSpan.FromMinutes(30))];
        var wish = Power(one, 30_000, 0.001, 4, limit: 0.05)[0].Wish!;

        wish.IsSeen.ShouldBeFalse();
        wish.StepLength.ShouldBeNull("no step shows 0.4 % over a limit of 5 %");
        var limit = wish.Limit.ShouldNotBeNull(wish.Says);
        limit.ShouldBeInRange(0.001, 0.004);
        Power(one, 30_000, 0.001, 4, 0.99 * limit)[0].Wish!.IsSeen.ShouldBeTrue();
        Power(one, 30_000, 0.001, 4, 1.01 * limit)[0].Wish!.IsSeen.ShouldBeFalse();
    }

    [Fact]
    public void What_the_margin_allows_no_step_and_no_limit_shows()
    {
        var wish = Power([new(50, TimeSpan.FromHours(3))], 30_000, 0.02, 1.1)[0].Wish!;

        (wish.IsSeen, wish.StepLength, wish.Limit).ShouldBe((false, null, null));
        wish.Says.ShouldContain("margin");
        Power([new(50, TimeSpan.FromMinutes(3))], 30_000, 0.002, 2)[0].Wish!.Says.ShouldEndWith("that is within the limit");
    }

    [Fact]
    public void A_rollout_with_the_regression_that_is_said_to_be_seen_fails_by_the_end_of_the_step_and_half_of_it_does_not()
    {
        PlannedStep[] one = [new(25, TimeSpan.FromMinutes(15))];
        var seen = Power(one, 30_000, 0.004, null)[0].Seen.ShouldNotBeNull();

        Judged(seen * 1.15).ShouldBe(Findings.FindingOutcome.Tripped);
        Judged(0.004 + ((seen - 0.004) / 2)).ShouldNotBe(Findings.FindingOutcome.Tripped);

        // The expected numbers, a minute each: warm-up and the minute that is late left out.
        Findings.FindingOutcome Judged(double share) => Weighed.Judge(
            Weighed.Counts(Weighed.Same(14, 7_500 * share, 7_500, 22_500 * 0.004, 22_500)), Weighed.Context(14, weight: 25) with { AlphaPerWeight = Trials.ErrorBudget.PerWeight(Policy(0.005)) }, Objective(0.005)).Outcome;
    }

    [Fact]
    public void An_objective_that_sees_nothing_and_a_step_without_a_bucket_say_so()
    {
        var silent = Power(Steps, 0, 0.001, 2)[0];
        var brief = Power([new(5, TimeSpan.FromMinutes(2))], 30_000, 0.004, 2)[0];

        (silent.Seen, silent.Wish).ShouldBe((null, null));
        silent.Says.ShouldContain("sees nothing of this service");
        brief.Seen.ShouldBeNull();
        brief.Says.ShouldContain("cannot show anything");
        brief.Wish!.StepLength.ShouldNotBeNull();
    }

    private static List<double> Seen(PlannedStep[] steps, int requestsPerMinute) => [.. Plan(steps, requestsPerMinute, 0.001, null, 0.01).Select(step => step[0].Seen.ShouldNotBeNull(step[0].Says))];

    /// <summary>By the end of the last step.</summary>
    private static IReadOnlyList<Sensitivity> Power(PlannedStep[] steps, int requestsPerMinute, double stable, double? times, double limit = 0.005) => Plan(steps, requestsPerMinute, stable, times, limit)[^1];

    private static IReadOnlyList<IReadOnlyList<Sensitivity>> Plan(PlannedStep[] steps, int requestsPerMinute, double stable, double? times, double limit)
    {
        var policy = Policy(limit);
        var request = Given.Request() with { StepStartedAt = Weighed.Begin, RolloutStartedAt = Weighed.Begin };
        var window = (WindowPlan.Planned)WindowPlanner.Plan(request, policy, new EvaluationMoment(Weighed.Begin.AddMinutes(20)));
        var plan = EvidencePlanner.Plan(request, policy, window);
        var evidence = Weighed.Counts(Weighed.Same(20, 0, 0, requestsPerMinute * stable, requestsPerMinute));
        return PowerPlan.Of(policy, steps, [.. steps.Select(_ => new PowerLook(plan, new GateEvidence { Objectives = [evidence], Queries = [] }))], times);
    }

    private static Objective Objective(double limit) => Weighed.ErrorRate(limit);

    private static GatePolicy Policy(double limit) => Given.Policy(Objective(limit)) with { IngestDelay = TimeSpan.FromMinutes(1) };
}
