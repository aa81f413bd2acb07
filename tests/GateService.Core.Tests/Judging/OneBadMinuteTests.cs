using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>At a step that asks for no proof: what is over its limit, worse than stable for certain, and bad now, goes no further; what is over, or everybody's, does.</summary>
public sealed class OneBadMinuteTests
{
    [Theory]
    [InlineData(GateMode.Step)]
    [InlineData(GateMode.Background)]
    public void Half_of_the_requests_in_the_latest_minute_alone_hold_the_step(GateMode mode)
    {
        var finding = Judge([.. Weighed.Same(6, 0, 150, 0, 450), (75, 150, 0, 450)], mode);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious));
        finding.Reason.Head.ShouldStartWith("error-rate 7.1 % over limit 1 %, against stable's 0 %: suspicious, ");
        finding.Score!.Value.ShouldBeLessThan(50);
    }

    /// <summary>Three minutes later it is still so, and fails.</summary>
    [Fact]
    public void When_it_goes_on_it_fails() => Judge([.. Weighed.Same(6, 0, 150, 0, 450), .. Weighed.Same(3, 75, 150, 0, 450)]).Outcome.ShouldBe(FindingOutcome.Tripped);

    /// <summary>Unless it alone puts the whole window beyond twice its limit, beside a stable that has none of it: 7.1 % and 1.9 % where 1 % is allowed.</summary>
    [Theory]
    [InlineData(75, 0, FindingOutcome.Undecided)]
    [InlineData(20, 0, FindingOutcome.Met)]
    [InlineData(75, 225, FindingOutcome.Met)]
    public void A_minute_that_is_over_holds_nobody_but_for_a_gross_one(double canary, double stable, FindingOutcome outcome) =>
        Judge([.. Weighed.Same(6, 0, 150, 0, 450), (canary, 150, stable, 450), .. Weighed.Same(3, 0, 150, 0, 450)]).Outcome.ShouldBe(outcome);

    /// <summary>The first minute of a step is warm-up, and no bet is laid on it: errors in it that put the whole window beyond twice its limit hold all the same, and a few that a start makes do not.</summary>
    [Theory]
    [InlineData(52, 0, FindingOutcome.Undecided)]
    [InlineData(135, 0, FindingOutcome.Undecided)]
    [InlineData(16, 0, FindingOutcome.Met)]
    [InlineData(135, 400, FindingOutcome.Met)]
    public void A_gross_first_minute_holds_for_as_long_as_it_is_in_the_window(double errors, double stable, FindingOutcome outcome) =>
        Judge([(errors, 150, stable, 450), .. Weighed.Same(9, 0, 150, 0, 450)]).Outcome.ShouldBe(outcome);

    /// <summary>Its first request comes in the midst of a minute, and its first sixty seconds end in the next: users met the same errors.</summary>
    [Theory]
    [InlineData(60, 60, FindingOutcome.Undecided)]
    [InlineData(36, 54, FindingOutcome.Undecided)]
    [InlineData(6, 6, FindingOutcome.Met)]
    public void So_does_a_gross_start_that_straddles_two_minutes(double first, double second, FindingOutcome outcome) =>
        Judge([(first, 60, 0, 450), (second, 150, 0, 450), .. Weighed.Same(9, 0, 150, 0, 450)]).Outcome.ShouldBe(outcome);

    [Fact]
    public void What_stable_has_alike_holds_nobody_by_this() => Judge([.. Weighed.Same(6, 0, 150, 0, 450), (75, 150, 225, 450)]).Undecided.ShouldNotBe(UndecidedCause.Suspicious);

    /// <summary>A single minute after the warm-up: too early to fail, and no reason to go on.</summary>
    [Theory]
    [InlineData(12, 450, FindingOutcome.Undecided)]
    [InlineData(12, 339, FindingOutcome.Undecided)]
    [InlineData(2, 450, FindingOutcome.Met)]
    [InlineData(2, 339, FindingOutcome.Met)]
    public void The_first_minute_holds_at_less_than_what_fails(double errors, double stable, FindingOutcome outcome) => Judge([(0, 150, 0, stable), (errors, 150, 0, stable)]).Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_or_three_errors_are_chance(double errors) => Judge([.. Weighed.Same(6, 0, 150, 0, 450), (errors, 150, 1, 450)]).Outcome.ShouldBe(FindingOutcome.Met);

    /// <summary>
    /// A client that hammers the canary, and fails, brings its requests along; clients that repeat what fails look the same. Few of all are left to the client, a fifth of the latest requests hold the step,
    /// and once it is over only what is a tenth of all that the window holds does.
    /// </summary>
    [Theory]
    [InlineData(60, 230, 0, FindingOutcome.Met)]
    [InlineData(150, 300, 0, FindingOutcome.Undecided)]
    [InlineData(400, 550, 0, FindingOutcome.Undecided)]
    [InlineData(400, 550, 3, FindingOutcome.Undecided)]
    [InlineData(150, 300, 3, FindingOutcome.Met)]
    public void What_a_client_brought_along_holds_nobody_unless_it_is_plain(double bad, double requests, int minutesAfter, FindingOutcome expected) =>
        Judge([.. Weighed.Same(6, 0, 150, 0, 450), (bad, requests, 0, 450), .. Weighed.Same(minutesAfter, 0, 150, 0, 450)]).Outcome.ShouldBe(expected);

    /// <summary>Under its limit, and 2.9 points under stable, for certain: a limit without a floor of its own is no reason to go on.</summary>
    [Theory]
    [InlineData(StepDemand.NoHarm, 4.0, FindingOutcome.Undecided)]
    [InlineData(StepDemand.Proven, 4.0, FindingOutcome.Undecided)]
    [InlineData(StepDemand.NoHarm, 2.0, FindingOutcome.Met)]
    public void Under_its_limit_for_many_minutes_and_worse_than_stable_it_is_held(StepDemand demand, double bad, FindingOutcome outcome)
    {
        var objective = new SuccessRateObjective { Name = "error-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), Judge = SequentialJudge.Chosen };

        var finding = Weighed.Judge(Success(Weighed.Same(16, bad, 150, 1, 1350)), Weighed.Context(16, weight: 10, demand: demand), objective);

        finding.Outcome.ShouldBe(outcome, finding.Reason.Head);
        (Summary.Of(Verdict.Pass, [finding], Given.Window, 10).Contains("proven", StringComparison.Ordinal) && outcome == FindingOutcome.Undecided).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Evidence_is_never_said_to_be_less_than_none(int minutes) =>
        Judge([.. Weighed.Same(12, 0, 150, 0, 450), .. Weighed.Same(minutes, 40, 150, 0, 450)]).Reason.Head.ShouldNotContain(" -");

    private static Finding Judge(IReadOnlyList<(double, double, double, double)> minutes, GateMode mode = GateMode.Step) =>
        Weighed.Judge(Weighed.Counts(minutes), Weighed.Context(minutes.Count, weight: 25, mode: mode));

    private static ObjectiveEvidence Success(IReadOnlyList<(double, double, double, double)> minutes)
    {
        var counts = Weighed.Counts(minutes);
        return Weighed.Told(counts, 1 - ((SliceEvidence.Measured)counts.Judged).Value, 1 - ((SliceEvidence.Measured)counts.Control).Value);
    }
}
