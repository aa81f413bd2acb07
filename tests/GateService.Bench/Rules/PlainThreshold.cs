using GateService.Bench.Worlds;
using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Policies;

namespace GateService.Bench.Rules;

/// <summary>
/// The product's threshold judge in the background with <c>failureLimit: 1</c>, as <c>http-threshold</c> and the AnalysisTemplates have it: every
/// minute the value of the step so far against the limit, on 50 requests or more, and 1.5 times stable's.
/// </summary>
internal static class PlainThreshold
{
    private const int FailureLimit = 1;

    public static Rule Of(string name, double limit) => Rule.Of(name, evidence =>
    {
        var objective = new ErrorRateObjective { Name = "errors", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(limit), Margin = 1.5 };
        var (judge, schedule, failures) = (new ThresholdJudge(), Schedule.Minutes, 0);
        for (var t = 0; t < schedule.Buckets; t++)
        {
            var step = new ObjectiveEvidence("errors", Step(evidence.Judged, t), Step(evidence.Control, t), []);
            failures += judge.Judge(objective, step, Ours.Context(schedule, t + 1)).Outcome == FindingOutcome.Tripped ? 1 : 0;
            if (failures > FailureLimit)
            {
                return t + 1;
            }
        }

        return null;

        SliceEvidence Step(SliceEvidence whole, int t)
        {
            var begin = t / schedule.BucketsPerStep * schedule.BucketsPerStep;
            return Schedule.Slice([.. StaticThreshold.Buckets(whole).Skip(begin).Take(t + 1 - begin)]);
        }
    });
}
