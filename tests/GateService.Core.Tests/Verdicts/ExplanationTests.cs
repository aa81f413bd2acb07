using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>What a decision says besides whose fault it is: which errors, or where the time goes, or which account.</summary>
public sealed class ExplanationTests
{
    private static readonly ErrorClass[] Own = [Class("A", 5, 0), Class("B", 5, 2), Class("C", 9, 0), Class("D", 0, 9)];

    [Theory]
    [InlineData(ObjectiveKind.ErrorRate, "C x9, B x5, A x5")]
    [InlineData(ObjectiveKind.SuccessRate, "C x9, B x5, A x5")]
    [InlineData(ObjectiveKind.Latency, "most of it is in datastores")]
    [InlineData(ObjectiveKind.Apdex, "most of it is in datastores")]
    [InlineData(ObjectiveKind.Kpi, null)]
    public void What_explains_a_fail_hangs_on_what_failed(ObjectiveKind kind, string? explanation)
    {
        var time = new TimeOrigin(new(1, 1, 0, 0), new(1, 1, 0, 0), [], "most of it is in datastores");

        Said(Tripped with { Kind = kind }, Attributed(Own) with { Time = time }).ShouldBe($"this change: stable is not affected alike{(explanation is null ? "" : "; " + explanation)}");
    }

    [Fact]
    public void The_most_frequent_three_are_named_and_that_there_are_more()
    {
        Said(Tripped, Attributed([.. Own, Class("E", 1, 0)])).ShouldEndWith("; C x9, B x5, A x5, …");
        Said(Tripped, Attributed([Class("D", 0, 9)])).ShouldBe("this change: stable is not affected alike");
        Said(Tripped, null).ShouldBe("this change: stable is not affected alike");
    }

    [Fact]
    public void Errors_at_a_dependency_are_the_changes_only_where_their_account_says_so()
    {
        Said(Tripped, Attributed(Own, Account(AccountDecision.Excess, 30, Class("P", 30, 0)))).ShouldEndWith("; P x30, C x9, B x5, …");
        Said(Tripped, Attributed(Own, Account(AccountDecision.Corroborated, 30, Class("P", 30, 0)))).ShouldEndWith("; C x9, B x5, A x5");
    }

    [Theory]
    [InlineData(Versus.Stable, null, Cause.WorseThanStable)]
    [InlineData(Versus.Absolute, 0.01, Cause.WorseThanStable)]
    [InlineData(Versus.Absolute, null, Cause.OverLimitAlone)]
    public void Something_served_beside_it_where_it_was_compared_or_stable_has_a_value(Versus versus, double? stable, Cause expected) =>
        Accusation.Of(Verdict.Fail, Tripped with { Versus = versus, StableValue = stable }, null).ShouldNotBeNull().Cause.ShouldBe(expected);

    [Fact]
    public void The_largest_account_of_that_fault_speaks_for_a_finding_about_dependencies()
    {
        var attribution = Attributed(Own, Account(AccountDecision.Excess, 3), Account(AccountDecision.Amplified, 8), Account(AccountDecision.Corroborated, 90), Account(AccountDecision.TooFew, 50));
        var dependencies = Tripped with { Kind = ObjectiveKind.Dependencies, Reason = new("as the finding says") };

        Said(dependencies, attribution).ShouldBe("Amplified 8");
        Said(dependencies, Attributed(Own, Account(AccountDecision.Excess, 0))).ShouldBe("as the finding says");
        Accusation.Of(Verdict.Fail, dependencies, attribution).ShouldNotBeNull().Cause.ShouldBe(Cause.HurtsDependency);
        Accusation.Of(Verdict.Pass, null, attribution).ShouldNotBeNull().Said.ToString().ShouldBe("excused: Corroborated 90");
        Said(Tripped with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.Unresolved }, attribution).ShouldBe("TooFew 50");
    }

    [Theory]
    [InlineData(AccountDecision.Excess, Fault.SelfInflicted, true)]
    [InlineData(AccountDecision.Amplified, Fault.SelfInflicted, true)]
    [InlineData(AccountDecision.GivesUpSooner, Fault.SelfInflicted, false)]
    [InlineData(AccountDecision.Corroborated, Fault.Upstream, false)]
    [InlineData(AccountDecision.BeganWithStep, Fault.Undetermined, false)]
    [InlineData(AccountDecision.CallsMore, Fault.Undetermined, false)]
    [InlineData(AccountDecision.CallsUnknown, Fault.Undetermined, false)]
    [InlineData(AccountDecision.Suspicious, Fault.Undetermined, false)]
    [InlineData(AccountDecision.NoControl, Fault.Undetermined, false)]
    [InlineData(AccountDecision.Unsettled, Fault.Undetermined, false)]
    [InlineData(AccountDecision.TooFew, Fault.Undetermined, false)]
    public void Whose_fault_an_account_is_and_whether_it_fails_by_itself(AccountDecision decision, Fault fault, bool fails)
    {
        var account = Account(decision, 1);

        (Accusation.FaultOf(account), account.Fails).ShouldBe((fault, fails));
    }

    private static Finding Tripped => VerdictRuleTests.Of(FindingOutcome.Tripped) with { Versus = Versus.Stable };

    private static string Said(Finding telling, ErrorAttribution? attribution) =>
        Accusation.Of(telling.Outcome == FindingOutcome.Tripped ? Verdict.Fail : Verdict.Inconclusive, telling, attribution).ShouldNotBeNull().Said.ToString();

    private static ErrorClass Class(string type, double canary, double stable) => new(new ErrorSignature(type, null, null), new Classification(SignatureOrigin.Own, null, null), canary, stable);

    private static AccountFinding Account(AccountDecision decision, double bad, params ErrorClass[] classes) => new()
    {
        Account = new Account("payments-api", SignatureOrigin.Dependency, [], [], classes),
        Decision = decision,
        Tested = new CountPair(bad, 900, 0, 0),
        Reason = new Statement($"{decision} {bad}"),
    };

    private static ErrorAttribution Attributed(ErrorClass[] own, params AccountFinding[] accounts) => new(
        new Ledger { Accounts = [], Own = own, Bypassed = [], CanaryOthers = [], StableOthers = [], CanaryBypassed = [], CanaryTail = [], StableTail = [] }, accounts, null, []);
}
