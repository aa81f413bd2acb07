using GateService.Bench.Worlds;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

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
        var (judged, control) = (new StepSoFar(evidence.Judged), new StepSoFar(evidence.Control));
        for (var t = 0; t < schedule.Buckets; t++)
        {
            var isBegin = t % schedule.BucketsPerStep == 0;
            var step = new ObjectiveEvidence("errors", judged.With(t, isBegin), control.With(t, isBegin), []);
            failures += judge.Judge(new Trial(objective, step, Ours.Context(objective, schedule, t + 1))).Outcome == FindingOutcome.Tripped ? 1 : 0;
            if (failures > FailureLimit)
            {
                return t + 1;
            }
        }

        return null;
    });

    /// <summary>What a slice adds up to since its step began; this judge reads no buckets.</summary>
    private sealed class StepSoFar(SliceEvidence whole)
    {
        private readonly IReadOnlyList<Bucket> _buckets = StaticThreshold.Buckets(whole);
        private double _bad;
        private double _requests;

        public SliceEvidence With(int t, bool isBegin)
        {
            var (bad, requests) = t < _buckets.Count ? (_buckets[t].Bad ?? 0, _buckets[t].Exposure) : (0, 0);
            (_bad, _requests) = isBegin ? (bad, requests) : (_bad + bad, _requests + requests);
            return _requests > 0 ? new SliceEvidence.Measured(_bad / _requests, _requests, _bad, []) : new SliceEvidence.NoData();
        }
    }
}
