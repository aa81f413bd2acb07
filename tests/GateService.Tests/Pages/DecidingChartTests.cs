using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Pages.Charts;
using GateService.Wire;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.Pages;

/// <summary>The chart beside a verdict shows what decided: a canary that fails beside stable, within its limit, is no flat line.</summary>
public sealed class DecidingChartTests
{
    private const string Against = "requests slower than stable's own quantile before the rollout, the canary's than the margin times it";

    [Fact]
    public void Within_its_limit_what_was_compared_with_stable_is_drawn()
    {
        var chart = Draw(value: 0.3, Versus.Stable);

        chart.Caption.ShouldStartWith(Against);
        chart.Description.ShouldContain("canary 0 % to 40 %, last 40 %");
        chart.Description.ShouldContain("stable 5 % to 5 %");
        chart.Limit.ShouldBeNull("stable is no line");
    }

    [Theory]
    [InlineData(0.9, Versus.Stable)]
    [InlineData(0.9, Versus.Absolute)]
    [InlineData(0.3, Versus.Absolute)]
    public void Over_its_limit_or_without_stable_what_was_held_against_the_limit_is_drawn(double value, Versus versus)
    {
        var chart = Draw(value, versus);

        chart.Caption.ShouldStartWith("requests slower than the limit of their step");
        chart.Limit.ShouldNotBeNull();
    }

    private static DecidingChart Draw(double value, Versus versus)
    {
        List<Bucket> slice(Func<int, double> bad, Func<int, double> against) => [.. Enumerable.Range(0, 10).Select(t => new Bucket(Noon.AddMinutes(t), 100, bad(t), BadAgainstStable: against(t)))];
        var finding = new ObjectiveResponse
        {
            Objective = "latency-p95",
            Kind = ObjectiveKind.Latency,
            Outcome = FindingOutcome.Tripped,
            Value = value,
            Threshold = 0.5,
            Comparison = Comparison.AtMost,
            Unit = Unit.Seconds,
            Versus = versus,
            Slice = Slice.Canary,
            Sample = 1000,
            StableSample = 1000,
            Reason = "",
            Queries = [],
            Judgement = new JudgementResponse
            {
                Gate = GateKind.Ordinary,
                Tested = new TestedResponse("requests slower than the limit of their step", 10, 1000, 10, 1000, 0.01, null, 0.05),
                Compared = new TestedResponse(Against, 200, 1000, 50, 1000, 0.2, null, null),
                Harm = 12,
                FailsAt = 10,
                Harmless = 0,
                ProvenAt = 3,
                Proof = 1,
                Buckets = 10,
                StablePods = 0,
                Dispersion = 1,
                SlowImbalance = 0,
                Trajectory = [],
            },
        };
        var evidence = new ObjectiveEvidence("latency-p95", new SliceEvidence.NoData { Buckets = slice(_ => 1, t => t < 5 ? 0 : 40) }, new SliceEvidence.NoData { Buckets = slice(_ => 1, _ => 5) }, []);
        return DecidingChart.Of(finding, evidence)!;
    }
}
