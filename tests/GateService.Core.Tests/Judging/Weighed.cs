using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;

namespace GateService.Core.Tests.Judging;

/// <summary>Evidence bucket by bucket for the sequential judge; a test states the counts that matter to it.</summary>
internal static class Weighed
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A fifth of 1 %, as the error rate has it in the default policy.</summary>
    private const double Alpha = 0.002;

    public static ErrorRateObjective ErrorRate(double limit = 0.01) => Given.ErrorRate(limit, margin: null) with { Judge = SequentialJudge.Chosen };

    public static JudgingContext Context(int buckets, double? weight = 5, GateMode mode = GateMode.Step, StepDemand demand = StepDemand.NoHarm) =>
        new(weight, new EvaluationWindow(Begin, Begin.AddMinutes(buckets), TimeSpan.FromMinutes(1)), Core.Requests.Slice.Canary)
        {
            Mode = mode,
            AlphaPerWeight = Alpha,
            Emergency = "error-rate",
            ExpectsControl = weight < 100,
            Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [0] = demand }) },
        };

    /// <summary>Counts of both slices, a minute each; the first is the warm-up.</summary>
    public static ObjectiveEvidence Counts(IReadOnlyList<(double CanaryBad, double Canary, double StableBad, double Stable)> minutes, int stablePods = 4) =>
        new("error-rate", Slice([.. minutes.Select(minute => (minute.CanaryBad, minute.Canary))]), Slice([.. minutes.Select(minute => (minute.StableBad, minute.Stable))]), ["requests"])
        {
            StablePods = Pods(minutes.Count, stablePods),
        };

    public static IReadOnlyList<(double, double, double, double)> Same(int minutes, double canaryBad, double canary, double stableBad, double stable) =>
        [.. Enumerable.Repeat((canaryBad, canary, stableBad, stable), minutes)];

    public static Finding Judge(ObjectiveEvidence evidence, JudgingContext context, Objective? objective = null) =>
        new SequentialJudge().Judge(new Trial(objective ?? ErrorRate(), evidence, context));

    /// <summary>As people read it: the values of both slices, which the counts only illustrate; null leaves one as it is.</summary>
    public static ObjectiveEvidence Told(ObjectiveEvidence evidence, double? value = null, double? stable = null) =>
        evidence with { Judged = Told(evidence.Judged, value), Control = Told(evidence.Control, stable) };

    private static SliceEvidence Told(SliceEvidence slice, double? value) => value is { } known && slice is SliceEvidence.Measured measured ? measured with { Value = known } : slice;

    private static SliceEvidence Slice(List<(double Bad, double Exposure)> minutes)
    {
        var (bad, exposure) = (minutes.Sum(minute => minute.Bad), minutes.Sum(minute => minute.Exposure));
        return exposure <= 0
            ? new SliceEvidence.NoData()
            : new SliceEvidence.Measured(bad / exposure, exposure, bad, [.. minutes.Select((minute, t) => new Bucket(Begin.AddMinutes(t), minute.Exposure, minute.Bad))]);
    }

    /// <summary>Well-mixed pods with an error in a thousand, for an hour before and beside the rollout.</summary>
    private static List<PodSeries> Pods(int minutes, int pods) =>
    [
        .. Enumerable.Range(0, pods).Select(pod => new PodSeries(
            $"checkout-7d9f8c6b54-{pod}", [.. Enumerable.Range(-60, 60 + minutes).Select(t => new Bucket(Begin.AddMinutes(t), 700, (t + pod) % 3 == 0 ? 1 : 0))])),
    ];
}
