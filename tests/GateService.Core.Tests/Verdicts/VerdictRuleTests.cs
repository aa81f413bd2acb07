using CsCheck;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

public sealed class VerdictRuleTests
{
    private static readonly Gen<FindingOutcome> Outcome = Gen.Enum<FindingOutcome>();

    [Theory]
    [InlineData("", Verdict.Inconclusive)]
    [InlineData("M", Verdict.Pass)]
    [InlineData("MM", Verdict.Pass)]
    [InlineData("MU", Verdict.Inconclusive)]
    [InlineData("U", Verdict.Inconclusive)]
    [InlineData("MT", Verdict.Fail)]
    [InlineData("UT", Verdict.Fail)]
    public void The_truth_table(string findings, Verdict expected) => VerdictRule.Of([.. findings.Select(Finding)]).ShouldBe(expected);

    [Fact]
    public void Another_objective_never_turns_a_fail_into_anything_else() =>
        Gen.Select(Outcome.Array[0, 5], Outcome).Sample((outcomes, added) =>
            VerdictRule.Of([.. outcomes.Select(Of)]) != Verdict.Fail || VerdictRule.Of([.. outcomes.Append(added).Select(Of)]) == Verdict.Fail);

    [Fact]
    public void A_pass_needs_every_objective() =>
        Outcome.Array[0, 5].Sample(outcomes => VerdictRule.Of([.. outcomes.Select(Of)]) != Verdict.Pass || (outcomes.Length > 0 && outcomes.All(outcome => outcome == FindingOutcome.Met)));

    private static Finding Finding(char letter) => Of(letter switch
    {
        'M' => FindingOutcome.Met,
        'T' => FindingOutcome.Tripped,
        _ => FindingOutcome.Undecided,
    });

    internal static Finding Of(FindingOutcome outcome) => new()
    {
        Objective = "error-rate",
        Kind = ObjectiveKind.ErrorRate,
        Outcome = outcome,
        Threshold = 0.01,
        Comparison = Comparison.AtMost,
        Unit = Unit.Share,
        Versus = Versus.Absolute,
        Slice = Slice.Canary,
        Reason = Statement.Empty,
    };
}
