using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Pages.Charts;
using GateService.Pages.Rollouts;
using GateService.Pages.Words;
using static GateService.Tests.Pages.Rows;

namespace GateService.Tests.Pages;

/// <summary>What the page of a rollout shows of its decisions.</summary>
public sealed class RolloutStoryTests
{
    [Fact]
    public void Equal_decisions_in_a_row_are_folded()
    {
        var steps = TimelineFolding.Of([.. new[] { Row(1), Row(2), Row(3), Row(4, "fail", gist: Gist("error-rate")), Row(5, weight: 5) }.Select(RolloutDecision.Of)], 100);

        steps.Select(step => (step.Name, step.Verdict)).ShouldBe([("beside the steps", Verdict.Fail), ("5 %", Verdict.Pass)]);
        steps[0].Runs.Select(run => (run.Verdict, run.Count)).ShouldBe([(Verdict.Pass, 3), (Verdict.Fail, 1)]);
        steps[0].Runs[0].Between.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_same_verdict_about_something_else_is_told_apart()
    {
        var steps = TimelineFolding.Of([.. new[] { Row(1, "inconclusive", gist: Gist("apdex")), Row(2, "inconclusive", gist: Gist("error-rate")) }.Select(RolloutDecision.Of)], 100);

        steps[0].Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void Hundreds_are_folded_without_naming_each_and_it_says_how_many_are_left_out()
    {
        var decisions = Enumerable.Range(0, 600).Select(minute => RolloutDecision.Of(Row(minute, minute % 2 == 0 ? "pass" : "inconclusive"))).ToList();

        var step = TimelineFolding.Of(decisions, 100).ShouldHaveSingleItem();

        (step.LeftOut + step.Runs.Sum(run => run.Count)).ShouldBe(600);
        step.Runs.Count.ShouldBe(8);
        step.Runs.ShouldAllBe(run => run.Between.Count == 0);
    }

    [Fact]
    public void The_limit_of_a_step_holds_for_what_is_decided_beside_it()
    {
        var chart = Chart(Row(0, points: Point(0.001)), Row(10, weight: 5, points: Point(0.001)), Row(20, points: Point(0.001)), Row(30, weight: 25, points: Point(0.001, 0.01)), Row(40, points: Point(0.001)));

        // Right of each step its limit ends: 2 % until minute 10, 1 % until minute 30, then what was applied beside the steps.
        chart.Limit.Count(character => character == 'V').ShouldBe(2);
        var heights = chart.Limit.Split('M', 'H', 'V').Where(part => part.Length > 0).ToList();
        heights[0].ShouldEndWith(heights[^2], Case.Sensitive, "the same limit has the same height");
    }

    [Fact]
    public void Worse_is_higher_where_less_is_better()
    {
        var chart = Chart(Row(0, points: Point(0.001)), Row(10, points: Point(0.05, outcome: FindingOutcome.Tripped)));

        var heights = chart.Canary[1..].Split('L').Select(point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        heights[1].ShouldBeLessThan(heights[0]);
        chart.Marks.ShouldHaveSingleItem().Shape.ShouldBe("fail");
        chart.Description.ShouldContain("last 5 %");
        chart.Description.ShouldContain("limit last 2 %");
    }

    [Fact]
    public void An_objective_that_reports_nothing_is_a_gap_and_no_zero()
    {
        var chart = Chart(Row(0, points: Point(0.01)), Row(10, points: Point(null, outcome: FindingOutcome.Undecided, harm: null, harmless: null)), Row(20, points: Point(0.01)));

        chart.Canary.Count(character => character == 'M').ShouldBe(2);
        chart.Evidence!.Harm.Count(character => character == 'M').ShouldBe(2);
    }

    [Fact]
    public void Without_evidence_there_is_none_to_draw() => Chart(Row(0, points: Point(0.01, harm: null, harmless: null))).Evidence.ShouldBeNull();

    [Fact]
    public void Errors_are_shared_out_by_account()
    {
        var accounts = new[] { new AccountShare(SignatureOrigin.Own, "own", 10), new AccountShare(SignatureOrigin.Dependency, "payments-api", 30), new AccountShare(SignatureOrigin.Client, "client", 1) };
        var decisions = new[] { Row(0), Row(1, gist: Gist(accounts: accounts)) }.Select(RolloutDecision.Of).ToList();

        var chart = AttributionChart.Of(decisions, new ChartFrame(decisions), 50, 10)!;

        chart.Failed.ShouldBe(41);
        chart.Parts.Select(part => (part.Title, part.Canary)).ShouldBe([("own code", 10), ("payments-api", 30), ("clients", 1)]);
        chart.Rows.ShouldHaveSingleItem("a decision without errors has no shares").Counts.ShouldBe([10, 30, 1]);
    }

    [Fact]
    public void Many_dependencies_are_summed_up_and_none_is_lost()
    {
        var accounts = Enumerable.Range(1, 20).Select(number => new AccountShare(SignatureOrigin.Dependency, $"dependency-{number}", number)).ToArray();
        var decisions = new[] { RolloutDecision.Of(Row(0, gist: Gist(accounts: accounts))) };

        var chart = AttributionChart.Of(decisions, new ChartFrame(decisions), 50, 10)!;

        chart.Parts.Count.ShouldBe(6);
        chart.Parts[^1].Title.ShouldBe("others");
        chart.Parts.Sum(part => part.Canary).ShouldBe(210);
    }

    [Fact]
    public void A_retry_is_a_story_of_its_own()
    {
        var (last, before) = RolloutAttempts.Of([Row(0), Row(1, "fail"), Row(2, "fail"), Row(13), Row(14)]);

        before.ShouldBe(3);
        last.Count.ShouldBe(2);
        RolloutAttempts.Of([Row(0, weight: 5), Row(600, weight: 5), Row(1200, weight: 25)]).Before.ShouldBe(0, "a paused rollout is still the same");
        RolloutAttempts.Of([Row(0), Row(1), Row(2), Row(18)]).Before.ShouldBe(3, "what asks every minute falls silent when its rollout is over");
        RolloutAttempts.Of([Row(0), Row(30), Row(60), Row(120)]).Before.ShouldBe(0, "and what asks every half an hour is not silent yet");
    }

    /// <summary>Aborted, rolled back and forward within minutes: Argo counts. What does not say its revision goes with what was before it.</summary>
    [Theory]
    [InlineData("4 4 5 5", 2, "5")]
    [InlineData("4 - 5", 2, "5")]
    [InlineData("4 4 - 4", 0, "4")]
    [InlineData("- - 5", 0, "5")]
    [InlineData("- - -", 0, null)]
    public void A_revision_is_a_story_of_its_own(string revisions, int before, string? said)
    {
        var model = Model([.. revisions.Split(' ').Select((revision, minute) => Row(minute, weight: 25, gist: Gist() with { Attempt = revision == "-" ? null : revision }))]);

        (model.Before, model.Standing.State.Gist.Attempt).ShouldBe((before, said));
    }

    [Theory]
    [InlineData(UndecidedCause.HeldByPolicy, "Held by its policy, would fail at 25 % of the traffic", "promote it knowing so")]
    [InlineData(UndecidedCause.Suspicious, "Held at 25 % of the traffic", "until the gate passes")]
    public void What_only_the_policy_holds_says_that_it_would_fail(UndecidedCause cause, string headline, string toDo)
    {
        var model = Model(Row(1, weight: 5), Row(10, "inconclusive", 25, Gist("error-rate"), Point(0.043, outcome: FindingOutcome.Undecided) with { Undecided = cause }));

        model.Standing.Headline.ShouldBe(headline);
        model.Standing.ToDo.ShouldContain(toDo);
    }

    [Fact]
    public void A_failed_rollout_says_what_since_when_and_what_to_do()
    {
        var model = Model(Row(1), Row(10, weight: 5), Row(11, "fail", gist: Gist("error-rate", Noon.AddMinutes(9)), points: Point(0.043, outcome: FindingOutcome.Tripped)));

        model.Standing.Headline.ShouldBe("Failed after 5 % of the traffic");
        model.Standing.State.Telling!.Value.ShouldBe(0.043);
        model.Standing.Since.ShouldBe(Noon.AddMinutes(9));
        model.Standing.ToDo.ShouldContain("Fix the cause");
        model.Charts[0].Objective.ShouldBe("error-rate");
    }

    [Fact]
    public void A_held_rollout_is_held_since_the_first_decision_that_held_it()
    {
        var model = Model(Row(5, weight: 5), Row(10, "inconclusive", 25, Gist("apdex")), Row(11), Row(15, "inconclusive", 25, Gist("apdex")));

        model.Standing.Headline.ShouldBe("Held at 25 % of the traffic");
        model.Standing.Since.ShouldBe(Noon.AddMinutes(10));
    }

    [Fact]
    public void A_question_about_a_past_moment_is_no_part_of_its_life()
    {
        var model = Model(Row(1), Row(2, "fail", gist: Gist("apdex")) with { Past = 1 });

        model.Decisions.ShouldBe(1);
        model.Standing.State.Stand.ShouldBe(RolloutStand.RollingOut);
    }

    private static ObjectiveChart Chart(params DecisionRow[] rows)
    {
        var decisions = rows.Select(RolloutDecision.Of).ToList();
        return ObjectiveChart.Of("error-rate", decisions, new ChartFrame(decisions), 60, 20);
    }

    private static RolloutModel Model(params DecisionRow[] rows) => RolloutView.Of(new RolloutPlace("", "shop", "checkout"), "5c6d7e8f", ["5c6d7e8f"], rows, 0);
}
