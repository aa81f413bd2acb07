using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>The database fails the canary's requests and stable's, of which one of four pods may have nearly all: 300 requests a minute beside 900.</summary>
public sealed class OnePodAlibiTests
{
    /// <summary>Failures of 300 requests a minute of the canary, and of 225 of each pod of stable.</summary>
    [Theory]
    [InlineData(12, 27, 0, true)]
    [InlineData(12, 27, 1, true)]
    [InlineData(12, 9, 9, false)]
    [InlineData(3, 27, 2, false)]
    [InlineData(0, 27, 0, false)]
    public void A_pod_that_alone_cannot_reach_a_dependency_is_no_witness_of_an_outage(double canary, double ill, double other, bool isHeld)
    {
        var evaluation = Database(canary, ill, other).Evaluate();

        var found = evaluation.Attribution.ShouldNotBeNull().Accounts.ShouldHaveSingleItem();
        found.Decision.ShouldBe(isHeld ? AccountDecision.Suspicious : AccountDecision.Corroborated, found.Reason.Head);
        found.IllPod.ShouldBe(isHeld ? "stable-0" : null);
        evaluation.Verdict.ShouldBe(isHeld ? Verdict.Inconclusive : Verdict.Pass, evaluation.Summary);
        found.Reason.Head.EndsWith(": suspicious, stable's pod stable-0 has most of stable's, and the canary more than its other pods", StringComparison.Ordinal).ShouldBe(isHeld, found.Reason.Head);
    }

    [Fact]
    public void It_is_held_as_suspicious_and_nobody_fails_by_it()
    {
        var finding = Database(12, 27, 0).Evaluate().Findings.Single(one => one.Kind == ObjectiveKind.Dependencies);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious));
        finding.Reason.Head.ShouldStartWith("database fails 4 % of the canary's requests (stable 3 %): suspicious");
    }

    /// <summary>One pod is ill by errors of its own, and the dependency fails everywhere.</summary>
    [Fact]
    public void Own_errors_of_one_pod_take_no_alibi_from_an_outage() =>
        Story(pod => pod == 0 ? 60 : 9).Fails(Shop.Database, 12, 36).Fails(Shop.Own, 0, 51).Account().IllPod.ShouldBeNull();

    private static Shop Database(double canary, double ill, double other) => Story(pod => pod == 0 ? ill : other).Fails(Shop.Database, canary, ill + (3 * other));

    /// <summary>As many a minute in each pod now and in the hour before.</summary>
    private static Shop Story(Func<int, double> pods) => new(20, 300, 900) { Weight = 25, Past = _ => 1 / 225.0, Pod = (pod, _) => pods(pod) };
}
