using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Restarts of both versions' pods, altogether since the rollout began, minute by minute.</summary>
public sealed class SharedRestartsTests
{
    private static readonly PodHealthObjective Restarts = new() { Name = "pod-restarts", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0), Signal = PodSignal.Restarts, MinimumSample = 1, Judge = SequentialJudge.Chosen };

    [Fact]
    public void A_node_that_takes_down_pods_of_both_is_a_common_cause()
    {
        var finding = Of("0 0 0 0 0 0 0 2 2 2 2 2", "0 0 0 0 0 0 1 3 3 3 3 3");

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.CommonCause));
        finding.Reason.ToString().ShouldBe(
            "pod-restarts 2 over limit 0, and stable's pods restarted too, 3 times at 12:06Z and later: a common cause such as a node that went down, not shown to be this change (5 of 11 readings outside; 2 canary pods)");
    }

    /// <summary>Restarts are counted for good: what restarted with stable's pods and is well since does not hold the rollout for ever.</summary>
    [Fact]
    public void What_has_been_well_since_is_left_out()
    {
        var finding = Of("0 0 0 2 2 2 2 2 2 2 2 2", "0 0 0 3 3 3 3 3 3 3 3 3");

        (finding.Outcome, finding.Value).ShouldBe((FindingOutcome.Met, 0));
        finding.Score!.Value.ShouldBeGreaterThanOrEqualTo(50);
        finding.Reason.ToString().ShouldBe("pod-restarts 0 at limit 0 without 2 that came with restarts of stable's pods at 12:03Z, and none since (9 of 11 readings outside; 2 canary pods)");
    }

    [Theory]
    [InlineData("0 0 0 1 1 1 1 1 1 1 1 1", "0 0 0 0 1 1 1 1 1 1 1 1", FindingOutcome.Met)]
    [InlineData("0 0 0 0 0 0 0 1 1 1 1 1", "0 0 0 0 0 0 0 0 1 1 1 1", FindingOutcome.Undecided)]
    [InlineData("0 0 0 0 0 0 0 0 1 1 1 1", "0 0 0 0 0 0 0 1 1 1 1 1", FindingOutcome.Undecided)]
    [InlineData("0 0 0 1 1 1 1 1 1 1 1 1", "0 0 0 0 0 1 1 1 1 1 1 1", FindingOutcome.Tripped)]
    [InlineData("0 0 0 1 1 1 2 2 3 3 3 3", "0 0 0 1 1 1 1 1 1 1 1 1", FindingOutcome.Tripped)]
    [InlineData("0 0 0 1 1 1 1 1 1 1 1 1", "0 0 0 0 0 0 0 0 0 0 0 0", FindingOutcome.Tripped)]
    [InlineData("0 0 0 1 1 1 1 1 1 1 1 1", "", FindingOutcome.Tripped)]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0", "0 0 0 1 1 1 1 1 1 1 1 1", FindingOutcome.Met)]
    public void What_the_canary_s_pods_do_alone_is_the_change_s(string canary, string stable, FindingOutcome outcome) => Of(canary, stable).Outcome.ShouldBe(outcome);

    private static Finding Of(string canary, string stable)
    {
        var judged = Read(canary);
        var trial = new Trial(
            Restarts, new ObjectiveEvidence(Restarts.Name, new SliceEvidence.Measured(judged[^1].Mean!.Value, 2, null, judged), new SliceEvidence.NoData(), ["pods"]) { StableRestarts = Read(stable) }, Weighed.Context(judged.Count));
        return SharedRestarts.Of(new SequentialJudge().Judge(trial), trial);
    }

    private static List<Bucket> Read(string altogether) =>
        [.. altogether.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((restarts, t) => new Bucket(Weighed.Begin.AddMinutes(t), 2, null, double.Parse(restarts, null)))];
}
