using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Bench;

/// <summary>A way to decide a rollout: the minute at whose end it fails it, or null.</summary>
internal sealed record Rule(string Name, Func<ObjectiveEvidence, Scenario, int?> FailsAt)
{
    /// <summary>Our sequential judge with the error budget of five gates, its emergency gate included.</summary>
    public static Rule Sequential { get; } = new("sequential", (evidence, scenario) => Test(evidence, scenario) is { FailedAt: { } failed } result ? Minute(result, failed) : null);

    /// <summary>A static threshold at twice the healthy share, looked at every minute: the first bad minute fails.</summary>
    public static Rule StaticStrict { get; } = new("static, failureLimit 0", (evidence, scenario) => Static(evidence, scenario, failureLimit: 0));

    /// <summary>The same with <c>failureLimit: 3</c>: the fourth bad minute fails.</summary>
    public static Rule StaticPatient { get; } = new("static, failureLimit 3", (evidence, scenario) => Static(evidence, scenario, failureLimit: 3));

    /// <summary>Kayenta's described algorithm, at the end of every step over its minutes.</summary>
    public static Rule Kayenta { get; } = new("rank test (Kayenta)", (evidence, _) => RankTest.FailsAt(evidence));

    /// <summary>Our threshold judge in the background, every minute over the step so far, two failures.</summary>
    public static Rule Threshold { get; } = new("threshold judge", ThresholdFailsAt);

    public static IReadOnlyList<Rule> All { get; } = [Sequential, StaticStrict, StaticPatient, Kayenta, Threshold];

    /// <summary>The engine's result over the whole rollout; its trajectory holds every earlier look.</summary>
    public static GateTestResult? Test(ObjectiveEvidence evidence, Scenario scenario) => SequentialJudge.Test(Objective(scenario), evidence, Context(Scenario.Minutes));

    /// <summary>A floor of 0.1 % and the margin over stable decide, as in RESULTS.md.</summary>
    private static ErrorRateObjective Objective(Scenario scenario) => new()
    {
        Name = "errors",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(Math.Min(0.001, scenario.Base)),
        IsPromise = false,
        Judge = SequentialJudge.JudgeName,
    };

    private static JudgingContext Context(int minutes) =>
        new(null, new EvaluationWindow(Scenario.Begin, Scenario.Begin.AddMinutes(minutes), TimeSpan.FromMinutes(1)), "canary") { AlphaPerWeight = 0.002 };

    /// <summary>Buckets weighed to minutes of the rollout: the first minute of every step is left out.</summary>
    private static int Minute(GateTestResult result, int failed)
    {
        var kept = Enumerable.Range(0, Scenario.Minutes).Where(t => t % 10 != 0).ToList();
        return result.LogHarm.Length == kept.Count ? kept[failed] + 1 : failed + 1 + (Scenario.Minutes - result.LogHarm.Length);
    }

    private static int? Static(ObjectiveEvidence evidence, Scenario scenario, int failureLimit)
    {
        var canary = ((SliceEvidence.Measured)evidence.Judged).Buckets;
        var failures = 0;
        for (var t = 0; t < canary.Count; t++)
        {
            failures += canary[t].Bad > 2 * scenario.Base * canary[t].Exposure ? 1 : 0;
            if (failures > failureLimit)
            {
                return t + 1;
            }
        }

        return null;
    }

    private static int? ThresholdFailsAt(ObjectiveEvidence evidence, Scenario scenario)
    {
        var objective = new ErrorRateObjective { Name = "errors", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(2 * scenario.Base), Margin = 1.5 };
        var judge = new ThresholdJudge();
        var failures = 0;
        for (var t = 0; t < Scenario.Minutes; t++)
        {
            var step = new ObjectiveEvidence("errors", Slice(evidence.Judged, t), Slice(evidence.Control, t), []);
            failures += judge.Judge(objective, step, Context(t + 1)).Outcome == FindingOutcome.Tripped ? 1 : 0;
            if (failures > 1)
            {
                return t + 1;
            }
        }

        return null;

        static SliceEvidence Slice(SliceEvidence whole, int t)
        {
            var buckets = ((SliceEvidence.Measured)whole).Buckets.Skip(t / 10 * 10).Take((t % 10) + 1).ToList();
            var (bad, exposure) = (buckets.Sum(bucket => bucket.Bad ?? 0), buckets.Sum(bucket => bucket.Exposure));
            return exposure > 0 ? new SliceEvidence.Measured(bad / exposure, exposure, bad, buckets) : new SliceEvidence.NoData();
        }
    }
}
