using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>Whose fault a decision is, and what to do next, for every way a finding can end.</summary>
public sealed class BlameTests
{
    public static TheoryData<UndecidedCause> Causes => [.. Enum.GetValues<UndecidedCause>()];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Every_way_not_to_decide_has_words_of_its_own_and_an_advice(UndecidedCause cause)
    {
        var blame = Of(cause);

        blame.Said.ToString().ShouldNotBeEmpty();
        Counsel.Of(Verdict.Inconclusive, blame.Cause).ShouldNotBe(Advice.GoOn);
        Enum.GetValues<UndecidedCause>().Where(other => Of(other).Cause == blame.Cause).ShouldBeSubsetOf(Alike(cause));
    }

    [Theory]
    [InlineData(UndecidedCause.NoControl, Advice.CheckTelemetry)]
    [InlineData(UndecidedCause.SampleRatio, Advice.CheckRouting)]
    public void A_canary_over_its_limit_that_cannot_be_compared_is_not_said_to_be_harmless(UndecidedCause cause, Advice advice)
    {
        var blame = Of(cause);

        blame.Said.Head.ShouldNotContain("no harm");
        Counsel.Of(Verdict.Inconclusive, blame.Cause).ShouldBe(advice);
    }

    [Fact]
    public void What_is_worse_than_stable_is_the_changes_and_what_stands_alone_is_not_shown()
    {
        var tripped = new TellingFacts(FindingOutcome.Tripped, null, new Statement("error-rate 4% over limit 1%")) { Explanation = "NullReferenceException 500 x31" };

        Blame.Of(Verdict.Fail, tripped with { IsCompared = true }, _ => null).ShouldNotBeNull().ShouldSatisfyAllConditions(
            blame => blame.Fault.ShouldBe(Fault.SelfInflicted), blame => blame.Said.ToString().ShouldBe("this change: stable is not affected alike; NullReferenceException 500 x31"));
        Blame.Of(Verdict.Fail, tripped, _ => null).ShouldNotBeNull().Fault.ShouldBe(Fault.Undetermined);
        Counsel.Of(Verdict.Fail, Cause.WorseThanStable).ShouldBe(Advice.RollBack);
    }

    [Fact]
    public void What_passes_is_nobodys_fault_unless_others_failed()
    {
        Blame.Of(Verdict.Pass, null, _ => null).ShouldBeNull();
        Blame.Of(Verdict.Pass, null, fault => fault == Fault.Upstream ? new Statement("payments-api fails") { Counts = "9 of 900" } : null).ShouldNotBeNull().Said
            .ShouldBe(new Statement("excused: payments-api fails") { Counts = "9 of 900" }, "its parts stay apart");
        Counsel.Of(Verdict.Pass, Cause.ErrorsOfOthers).ShouldBe(Advice.GoOn);
    }

    [Fact]
    public void What_tripped_tells_before_what_explains_and_missing_data_comes_after_suspicion()
    {
        Finding[] findings =
        [
            Finding("late", FindingOutcome.Undecided, UndecidedCause.NoData), Finding("met", FindingOutcome.Met, null), Finding("suspicious", FindingOutcome.Undecided, UndecidedCause.Suspicious),
            Finding("common", FindingOutcome.Undecided, UndecidedCause.CommonCause), Finding("few", FindingOutcome.Undecided, UndecidedCause.TooFewSamples), Finding("tripped", FindingOutcome.Tripped, null),
        ];

        TellingOrder.Of(findings).Select(finding => finding.Objective).ShouldBe(["tripped", "common", "suspicious", "late", "few"]);
    }

    private static Blame Of(UndecidedCause cause) =>
        Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, cause, new Statement("a reason")), _ => null).ShouldNotBeNull();

    /// <summary>Both are a dependency that nothing settles.</summary>
    private static UndecidedCause[] Alike(UndecidedCause cause) =>
        cause is UndecidedCause.Unresolved or UndecidedCause.Uncorroborated ? [UndecidedCause.Unresolved, UndecidedCause.Uncorroborated] : [cause];

    private static Finding Finding(string name, FindingOutcome outcome, UndecidedCause? cause) => VerdictRuleTests.Of(outcome) with { Objective = name, Undecided = cause };
}
