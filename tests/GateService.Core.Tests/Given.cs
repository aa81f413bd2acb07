using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests;

/// <summary>Builders with good defaults: a test states only what matters to it.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 30, TimeSpan.Zero);

    public static readonly EvaluationWindow Window = new(Now.AddMinutes(-11), Now.AddMinutes(-1), TimeSpan.FromMinutes(1));

    public static GateRequest Request() => new()
    {
        Service = "checkout",
        Rollout = "checkout",
        Namespace = "shop",
        CanaryHash = "5c6d7e8f",
        StableHash = "7d9f8c6b54",
        StepWeight = 5,
    };

    public static ErrorRateObjective ErrorRate(double limit = 0.01, double? margin = 1.5) => new()
    {
        Name = "error-rate",
        Comparison = Comparison.AtMost,
        Limit = StepLimits.Constant(limit),
        Margin = margin,
    };

    public static ApdexObjective Apdex(double limit = 0.85, double? margin = 1.25) => new()
    {
        Name = "apdex",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(limit),
        Margin = margin,
        Threshold = 0.5,
    };

    public static GatePolicy Policy(params Objective[] objectives) => new()
    {
        Name = "test",
        Revision = "0123456789ab",
        Telemetry = ApmHttp.Source,
        Slices = new SliceRule(),
        Objectives = objectives,
    };

    public static SliceEvidence Errors(double bad, double sample) => new SliceEvidence.Measured(sample == 0 ? 0 : bad / sample, sample, bad, []);

    public static SliceEvidence Value(double value, double sample = 1000) => new SliceEvidence.Measured(value, sample, null, []);

    public static ObjectiveEvidence Evidence(string objective, SliceEvidence judged, SliceEvidence? control = null) =>
        new(objective, judged, control ?? new SliceEvidence.NoData(), ["requests"]);

    public static JudgingContext Context(double? weight = 5, Slice slice = Slice.Canary) => new(weight, Window, slice);

    public static Finding Judge(Objective objective, SliceEvidence judged, SliceEvidence? control = null, double? weight = 5) =>
        new ThresholdJudge().Judge(new Trial(objective, Evidence(objective.Name, judged, control), Context(weight)));
}
