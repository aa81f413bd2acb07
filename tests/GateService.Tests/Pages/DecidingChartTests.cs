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

    /// <summary>Beside nothing of stable a refusal rate has no limit: a line at 100 % would press all else flat.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_nothing_limits_the_value_no_line_is_drawn(bool unlimited)
    {
        var chart = Draw(0.2, Versus.Absolute, finding => finding with { Objective = "refusal-rate", Kind = ObjectiveKind.RefusalRate, Unit = Unit.Share, Threshold = 1, Unlimited = unlimited, Judgement = null });

        (chart.Limit is null).ShouldBe(unlimited);
        chart.Description.Contains("limit", StringComparison.Ordinal).ShouldBe(!unlimited);
        chart.Values.Any(value => value.Text == "100 %").ShouldBe(!unlimited);
    }

    /// <summary>An Apdex of 0.62 beside a curve at 38 %: the caption says what one is of the other.</summary>
    [Theory]
    [InlineData(Comparison.AtLeast, 0.8, Unit.Score, "apdex", " (1 − apdex), per 1m")]
    [InlineData(Comparison.AtLeast, 0.98, Unit.Share, "success-rate", " (100 % − success-rate), per 1m")]
    [InlineData(Comparison.AtMost, 0.02, Unit.Share, "error-rate", "what is bad, per 1m")]
    public void What_must_be_high_is_drawn_as_what_it_lacks_and_says_so(Comparison comparison, double threshold, Unit unit, string objective, string caption)
    {
        var limit = comparison == Comparison.AtLeast ? 1 - threshold : threshold;
        var chart = Draw(0.62, Versus.Absolute, finding => finding with
        {
            Objective = objective,
            Comparison = comparison,
            Threshold = threshold,
            Unit = unit,
            Judgement = finding.Judgement! with { Tested = finding.Judgement.Tested! with { What = "what is bad", Limit = limit }, Compared = null },
        });

        chart.Caption.ShouldEndWith(caption);
    }

    private static DecidingChart Draw(double value, Versus versus, Func<ObjectiveResponse, ObjectiveResponse>? change = null)
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
        return DecidingChart.Of(change is null ? finding : change(finding), evidence)!;
    }
}
