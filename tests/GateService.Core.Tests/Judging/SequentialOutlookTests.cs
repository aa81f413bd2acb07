using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>
/// Of what is not proven yet, and nobody suspects: whether more of it would fail is said where its value is beyond what does no harm, the floor or else the limit;
/// up to there, what would prove it.
/// </summary>
public sealed class SequentialOutlookTests
{
    [Theory]
    [InlineData(Comparison.AtMost, 0.01, null, 0.0101, ", 8m more of this fails it")]
    [InlineData(Comparison.AtMost, 0.01, null, 0.01, ", 1h more of this traffic do not prove it")]
    [InlineData(Comparison.AtMost, 0.01, null, 0.0099, ", 1h more of this traffic do not prove it")]
    [InlineData(Comparison.AtLeast, 0.99, null, 0.9899, ", 8m more of this fails it")]
    [InlineData(Comparison.AtLeast, 0.99, null, 0.99, ", 1h more of this traffic do not prove it")]
    [InlineData(Comparison.AtLeast, 0.99, null, 0.9901, ", 1h more of this traffic do not prove it")]
    [InlineData(Comparison.AtMost, 0.03, 0.01, 0.0101, ", 8m more of this fails it")]
    [InlineData(Comparison.AtMost, 0.03, 0.01, 0.01, ", about 3,150 more canary requests like these prove it")]
    [InlineData(Comparison.AtLeast, 0.97, 0.99, 0.9899, ", 8m more of this fails it")]
    [InlineData(Comparison.AtLeast, 0.97, 0.99, 0.99, ", about 3,150 more canary requests like these prove it")]
    public void More_like_these_is_looked_at_beyond_what_does_no_harm(Comparison side, double limit, double? floor, double value, string said)
    {
        Objective objective = side == Comparison.AtMost
            ? Weighed.ErrorRate(limit) with { Floor = floor }
            : new SuccessRateObjective { Name = "success", Comparison = side, Limit = StepLimits.Constant(limit), Floor = floor, Judge = SequentialJudge.Chosen };
        var context = Weighed.Context(4) with { Sequential = new SequentialSettings { Proof = StepLimits.Constant(1), PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [0] = StepDemand.Proven }) } };

        var finding = Weighed.Judge(Weighed.Told(Weighed.Counts(Weighed.Same(4, 3, 150, 3, 2850)), value), context, objective);

        finding.Undecided.ShouldBe(UndecidedCause.NotProven);
        finding.Reason.Head.ShouldEndWith($": not proven{said}");
    }
}
