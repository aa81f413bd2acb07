using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>Whose fault an evaluation is, from its findings and the accounts of its errors.</summary>
public sealed class AccusationTests
{
    private static readonly Finding Worse = VerdictRuleTests.Of(FindingOutcome.Tripped) with
    {
        Versus = Versus.Stable,
        StableValue = 0.0002,
        Reason = new Statement("error-rate 4.1 % over limit 1 %") { Counts = "37 of 903 canary requests" },
    };

    [Theory]
    [InlineData(ObjectiveKind.ErrorRate, "SelfInflicted: this change: stable is not affected alike; SqlException x31")]
    [InlineData(ObjectiveKind.SuccessRate, "SelfInflicted: this change: stable is not affected alike; SqlException x31")]
    [InlineData(ObjectiveKind.Latency, "SelfInflicted: this change: stable is not affected alike; 80 % of the added time is in datastores")]
    [InlineData(ObjectiveKind.Apdex, "SelfInflicted: this change: stable is not affected alike; 80 % of the added time is in datastores")]
    [InlineData(ObjectiveKind.Kpi, "SelfInflicted: this change: stable is not affected alike")]
    [InlineData(ObjectiveKind.PodRestarts, "SelfInflicted: this change: stable is not affected alike")]
    [InlineData(ObjectiveKind.Dependencies, "SelfInflicted: payments-api: 4.1 x the calls per request (9 of 900)")]
    public void What_tripped_against_stable_is_the_change_s(ObjectiveKind kind, string expected) => Say(Of(Verdict.Fail, Worse with { Kind = kind })).ShouldBe(expected);

    [Fact]
    public void What_tripped_with_nothing_beside_it_is_nobody_s_for_certain() =>
        Say(Of(Verdict.Fail, Worse with { StableValue = null, Versus = Versus.Absolute })).ShouldBe("Undetermined: nothing serves beside it to compare with; SqlException x31");

    [Theory]
    [InlineData(UndecidedCause.CommonCause, "Undetermined: stable suffers alike: not shown to be this change")]
    [InlineData(UndecidedCause.UpstreamOutage, "Upstream: stable has as many: ratio 0.97 to 1.12 (112 of 900)")]
    [InlineData(UndecidedCause.NoData, "Undetermined: error-rate 4.1 % over limit 1 %")]
    [InlineData(UndecidedCause.Unavailable, "Undetermined: New Relic could not be asked")]
    public void What_holds_says_why(UndecidedCause cause, string expected) =>
        Say(Of(Verdict.Inconclusive, Worse with { Outcome = FindingOutcome.Undecided, Undecided = cause })).ShouldBe(expected);

    [Fact]
    public void A_pass_names_the_largest_account_that_it_excused() => Say(Of(Verdict.Pass)).ShouldBe("Upstream: excused: stable has as many: ratio 0.97 to 1.12 (112 of 900)");

    [Fact]
    public void A_clean_pass_is_nobody_s_fault() => (Of(Verdict.Pass) with { Attribution = null }).Blame.ShouldBeNull();

    [Fact]
    public void The_worst_of_what_tripped_tells_and_what_is_met_comes_last()
    {
        Finding[] findings =
        [
            Worse with { Objective = "met", Outcome = FindingOutcome.Met }, Worse with { Objective = "tripped", Score = 12 }, Worse with { Objective = "worst", Score = 3 },
            Worse with { Objective = "silent", Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.NoData },
        ];

        TellingOrder.Sorted(findings).Select(finding => finding.Objective).ShouldBe(["worst", "tripped", "silent", "met"]);
        Of(Verdict.Fail, findings).Deciding.ShouldBe(findings[2]);
    }

    [Fact]
    public void A_summary_says_a_reason_whatever_counts_stand_behind_it_and_no_other()
    {
        var summary = Worse.Reason.At(" at weight 5", "10m");

        Summary.Says(summary, Worse.Reason).ShouldBeTrue();
        Summary.Says(summary, new Statement(Worse.Reason.Head) { Counts = "3 of 7 canary requests" }).ShouldBeTrue();
        Summary.Says(summary, new Statement("error-rate 4.1 % over limit 1 % (since 12:00)")).ShouldBeFalse("brackets in the head are no counts");
        Summary.Says(summary, Worse.Reason.With("most of them after midnight")).ShouldBeFalse();
    }

    private static string Say(GateEvaluation evaluation) => evaluation.Blame is { } blame ? $"{blame.Fault}: {blame.Said}" : "";

    private static GateEvaluation Of(Verdict verdict, params Finding[] findings) => new()
    {
        Request = new GateRequest { Service = "checkout", Rollout = "checkout" },
        Verdict = verdict,
        Score = 50,
        Summary = "so it is",
        Findings = findings,
        Attribution = new ErrorAttribution(
            new Ledger
            {
                Accounts = [],
                Own = [new ErrorClass(new ErrorSignature("System.Data.SqlException", null, null, null), new Classification(SignatureOrigin.Own, null, null), 31, 0)],
                Bypassed = [],
                CanaryOthers = [],
                StableOthers = [],
                CanaryBypassed = [],
                CanaryTail = [],
                StableTail = [],
            },
            [
                Account("search", AccountDecision.Corroborated, 3, "stable has as many"),
                Account("orders-db", AccountDecision.Corroborated, 112, "stable has as many: ratio 0.97 to 1.12"),
                Account("payments-api", AccountDecision.Amplified, 9, "payments-api: 4.1 x the calls per request"),
            ],
            new TimeOrigin(new TimeShares(2, 0.4, 1.6, 0), new TimeShares(0.4, 0.4, 0, 0), [], "80 % of the added time is in datastores"),
            []),
    };

    private static AccountFinding Account(string name, AccountDecision decision, double canary, string reason) => new()
    {
        Account = new Account(name, SignatureOrigin.Dependency, [], [], []),
        Decision = decision,
        Tested = new CountPair(canary, 900, 2140, 17_200),
        Reason = new Statement(reason) { Counts = $"{canary} of 900" },
    };
}
