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
    public void Every_way_not_to_decide_has_a_cause_of_its_own_and_an_advice(UndecidedCause cause)
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
        var tripped = new TellingFacts(FindingOutcome.Tripped, null, new Statement("error-rate 4 % over limit 1 %")) { Explanation = "NullReferenceException 500 x31" };

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

    [Theory]
    [InlineData(UndecidedCause.CommonCause, Fault.Undetermined, Cause.CommonCause, "stable suffers alike: not shown to be this change")]
    [InlineData(UndecidedCause.UpstreamOutage, Fault.Upstream, Cause.UpstreamOutage, "a dependency fails for both slices")]
    [InlineData(UndecidedCause.StableUnhealthy, Fault.Undetermined, Cause.StableUnhealthy, "stable was in trouble before this change began")]
    [InlineData(UndecidedCause.Unresolved, Fault.Undetermined, Cause.SuspectedDependency, "a dependency is suspected, and nothing corroborates it")]
    [InlineData(UndecidedCause.Uncorroborated, Fault.Undetermined, Cause.SuspectedDependency, "a dependency is suspected, and nothing corroborates it")]
    [InlineData(UndecidedCause.Suspicious, Fault.Undetermined, Cause.SuspectedChange, "this change is suspected; NullReferenceException x31")]
    [InlineData(UndecidedCause.NoControl, Fault.Undetermined, Cause.NoControl, "stable reports nothing beside it: nobody can tell this change from an outage that both share")]
    [InlineData(UndecidedCause.Silent, Fault.Undetermined, Cause.CanarySilent, "the canary reports nothing while stable is busy: it died, or its telemetry is late or lost")]
    [InlineData(UndecidedCause.PodsReplaced, Fault.Undetermined, Cause.PodsReplaced, "the canary's pods are replaced one after the other: what ends them is not known")]
    [InlineData(UndecidedCause.YoungPods, Fault.Undetermined, Cause.YoungPods, "young pods of the canary, which may only have to warm up; NullReferenceException x31")]
    [InlineData(UndecidedCause.HurtsStable, Fault.Undetermined, Cause.HurtsStable, "stable got worse since the canary began, and the canary did not: the change may break what both share")]
    [InlineData(UndecidedCause.SampleRatio, Fault.Undetermined, Cause.SampleRatio, "the slices have different clients, for all one can see: they cannot be compared")]
    [InlineData(UndecidedCause.Unavailable, Fault.Undetermined, Cause.NotAsked, "New Relic could not be asked")]
    [InlineData(UndecidedCause.NoData, Fault.Undetermined, Cause.NoData, "a reason")]
    [InlineData(UndecidedCause.TooFewSamples, Fault.Undetermined, Cause.TooFewSamples, "the canary reports too little to say")]
    [InlineData(UndecidedCause.NotProven, Fault.Undetermined, Cause.NotProven, "no harm is shown, and no proof of harmlessness")]
    public void Whose_fault_each_way_not_to_decide_is_and_how_it_is_said(UndecidedCause cause, Fault fault, Cause expected, string said)
    {
        var blame = Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, cause, new Statement("a reason")) { Explanation = "NullReferenceException x31" }, _ => null).ShouldNotBeNull();

        (blame.Fault, blame.Cause, blame.Said.ToString()).ShouldBe((fault, expected, said));
    }

    [Fact]
    public void A_gauge_that_fell_silent_says_so_itself() =>
        Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, UndecidedCause.Silent, new Statement("queue-lag not known")) { IsOfGauge = true }, _ => null).ShouldNotBeNull().Said.ToString().ShouldBe("queue-lag not known");

    [Theory]
    [InlineData(UndecidedCause.UpstreamOutage, Fault.Upstream)]
    [InlineData(UndecidedCause.Unresolved, Fault.Undetermined)]
    [InlineData(UndecidedCause.Uncorroborated, Fault.Undetermined)]
    public void A_dependency_that_holds_is_told_in_the_words_of_its_own_account(UndecidedCause cause, Fault asked) =>
        Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, cause, new Statement("a reason")), fault => new Statement($"account of {fault}")).ShouldNotBeNull().Said.ToString().ShouldBe($"account of {asked}");

    /// <summary>Whose fault it is does not hang on what the policy does about it.</summary>
    [Theory]
    [InlineData(true, Fault.SelfInflicted, "this change: stable is not affected alike; TimeoutException x9")]
    [InlineData(false, Fault.Undetermined, "nothing serves beside it to compare with; TimeoutException x9")]
    public void What_only_the_policy_holds_is_blamed_like_what_fails(bool isCompared, Fault fault, string said)
    {
        var held = Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, UndecidedCause.HeldByPolicy, new Statement("a reason")) { IsCompared = isCompared, Explanation = "TimeoutException x9" }, _ => null).ShouldNotBeNull();

        (held.Fault, held.Cause, held.Said.ToString()).ShouldBe((fault, Cause.HeldByPolicy, said));
    }

    [Fact]
    public void A_canary_that_hurts_a_dependency_is_told_by_that_account_or_by_the_finding()
    {
        var tripped = new TellingFacts(FindingOutcome.Tripped, null, new Statement("payments-api: 112 of 900")) { IsOfDependencies = true, IsCompared = true };

        var told = Blame.Of(Verdict.Fail, tripped, fault => new Statement($"account of {fault}")).ShouldNotBeNull();
        (told.Fault, told.Cause, told.Said.ToString()).ShouldBe((Fault.SelfInflicted, Cause.HurtsDependency, "account of SelfInflicted"));
        Blame.Of(Verdict.Fail, tripped, _ => null).ShouldNotBeNull().Said.ToString().ShouldBe("payments-api: 112 of 900");
    }

    [Fact]
    public void A_canary_that_breaks_stable_is_not_said_to_be_worse_than_it()
    {
        var told = Blame.Of(Verdict.Fail, new TellingFacts(FindingOutcome.Tripped, null, new Statement("stable fails")) { IsOfStable = true, IsCompared = true }, _ => null).ShouldNotBeNull();

        (told.Fault, told.Cause, told.Said.ToString()).ShouldBe((Fault.SelfInflicted, Cause.HurtsStable, "this change: stable got worse when it came, and the canary did not"));
    }

    [Fact]
    public void What_trips_alone_says_so_with_what_explains_it()
    {
        var alone = Blame.Of(Verdict.Fail, new TellingFacts(FindingOutcome.Tripped, null, new Statement("a reason")) { Explanation = "TimeoutException x9" }, _ => null).ShouldNotBeNull();

        (alone.Fault, alone.Cause, alone.Said.ToString()).ShouldBe((Fault.Undetermined, Cause.OverLimitAlone, "nothing serves beside it to compare with; TimeoutException x9"));
    }

    [Theory]
    [InlineData(Verdict.Inconclusive)]
    [InlineData(Verdict.Fail)]
    public void Where_no_finding_tells_nothing_was_measured(Verdict verdict)
    {
        var nothing = Blame.Of(verdict, null, _ => new Statement("an account")).ShouldNotBeNull();

        (nothing.Fault, nothing.Cause, nothing.Said.ToString()).ShouldBe((Fault.Undetermined, Cause.NothingMeasured, "nothing was measured"));
        Blame.Of(verdict, new TellingFacts(FindingOutcome.Undecided, null, new Statement("a reason")), _ => null).ShouldBe(nothing);
        Blame.Of(Verdict.Pass, new TellingFacts(FindingOutcome.Met, null, new Statement("a reason")), _ => null).ShouldBeNull();
    }

    [Theory]
    [InlineData(Cause.NothingMeasured, Advice.CheckTelemetry)]
    [InlineData(Cause.ErrorsOfOthers, Advice.LookUpstream)]
    [InlineData(Cause.WorseThanStable, Advice.Wait)]
    [InlineData(Cause.HurtsDependency, Advice.Wait)]
    [InlineData(Cause.OverLimitAlone, Advice.Wait)]
    [InlineData(Cause.CommonCause, Advice.LookUpstream)]
    [InlineData(Cause.UpstreamOutage, Advice.LookUpstream)]
    [InlineData(Cause.StableUnhealthy, Advice.LookUpstream)]
    [InlineData(Cause.SuspectedDependency, Advice.LookUpstream)]
    [InlineData(Cause.SuspectedChange, Advice.Wait)]
    [InlineData(Cause.NoControl, Advice.CheckTelemetry)]
    [InlineData(Cause.CanarySilent, Advice.CheckTelemetry)]
    [InlineData(Cause.PodsReplaced, Advice.CheckTelemetry)]
    [InlineData(Cause.YoungPods, Advice.Wait)]
    [InlineData(Cause.HurtsStable, Advice.LookUpstream)]
    [InlineData(Cause.SampleRatio, Advice.CheckRouting)]
    [InlineData(Cause.NotAsked, Advice.AskAgain)]
    [InlineData(Cause.NoData, Advice.CheckTelemetry)]
    [InlineData(Cause.TooFewSamples, Advice.Wait)]
    [InlineData(Cause.NotProven, Advice.Wait)]
    [InlineData(Cause.HeldByPolicy, Advice.DecideByHand)]
    public void What_to_do_next_follows_from_the_cause_where_nothing_is_decided(Cause cause, Advice expected)
    {
        Counsel.Of(Verdict.Inconclusive, cause).ShouldBe(expected);
        Counsel.Of(Verdict.Inconclusive, null).ShouldBe(Advice.Wait);
        (Counsel.Of(Verdict.Fail, cause), Counsel.Of(Verdict.Pass, cause)).ShouldBe((Advice.RollBack, Advice.GoOn));
    }

    [Theory]
    [InlineData(FindingOutcome.Tripped, null, -1)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.HeldByPolicy, 0)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.CommonCause, 1)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.StableUnhealthy, 1)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.UpstreamOutage, 1)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Unresolved, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Uncorroborated, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Unavailable, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Suspicious, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NoControl, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.HurtsStable, 1)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Silent, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.PodsReplaced, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.YoungPods, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.SampleRatio, 2)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NoData, 3)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.TooFewSamples, 4)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NotProven, 4)]
    [InlineData(FindingOutcome.Undecided, null, 4)]
    [InlineData(FindingOutcome.Met, null, 5)]
    public void The_rank_of_every_outcome(FindingOutcome outcome, UndecidedCause? cause, int expected) => TellingOrder.Rank(outcome, cause).ShouldBe(expected);

    [Fact]
    public void Of_one_rank_the_worst_tells_and_of_the_same_badness_the_policys_first()
    {
        var tripped = Finding("", FindingOutcome.Tripped, null);

        TellingOrder.Of([tripped with { Objective = "b", Score = 40 }, tripped with { Objective = "a", Score = 20 }, tripped with { Objective = "none" }]).Select(finding => finding.Objective).ShouldBe(["none", "a", "b"]);
        TellingOrder.Of([tripped with { Objective = "first", Score = 20.0000004 }, tripped with { Objective = "second", Score = 20 }]).Select(finding => finding.Objective).ShouldBe(["first", "second"]);
        TellingOrder.Badness(20.0000006).ShouldBe(20.000001);
    }

    private static Blame Of(UndecidedCause cause) =>
        Blame.Of(Verdict.Inconclusive, new TellingFacts(FindingOutcome.Undecided, cause, new Statement("a reason")), _ => null).ShouldNotBeNull();

    /// <summary>Both are a dependency that nothing settles.</summary>
    private static UndecidedCause[] Alike(UndecidedCause cause) =>
        cause is UndecidedCause.Unresolved or UndecidedCause.Uncorroborated ? [UndecidedCause.Unresolved, UndecidedCause.Uncorroborated] : [cause];

    private static Finding Finding(string name, FindingOutcome outcome, UndecidedCause? cause) => VerdictRuleTests.Of(outcome) with { Objective = name, Undecided = cause };
}
