using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>What the engine found for one objective, on its way to a finding: outcome, numbers, words.</summary>
internal sealed record Weighing(Objective Objective, Trial Trial, JudgingContext Context, GateTestResult Result, CountTest Test)
{
    /// <summary>It was the emergency gate that failed it.</summary>
    public bool IsEmergency { get; init; }

    public Finding Conclude(Finding plain)
    {
        var (outcome, cause) = Decide(plain);
        var finding = plain with
        {
            Outcome = outcome,
            Undecided = cause,
            Threshold = IsEmergency ? 0.5 : plain.Threshold,
            Versus = Test.Settings.Margin is null ? "absolute" : "stable",
            Interval = plain.Interval is null ? null : Bounds.OfShare(this, plain.Comparison) ?? plain.Interval,
            Judgement = Judgement(),
        };
        return finding with { Reason = cause == UndecidedCause.TooFewSamples ? plain.Reason : SequentialReason.Of(finding, this) };
    }

    private (FindingOutcome Outcome, UndecidedCause? Cause) Decide(Finding plain) => Result.Outcome switch
    {
        GateTestOutcome.Worse => (FindingOutcome.Tripped, null),
        GateTestOutcome.OverLimitNotWorse => (FindingOutcome.Undecided, UndecidedCause.CommonCause),
        GateTestOutcome.Suspicious => (FindingOutcome.Undecided, UndecidedCause.Suspicious),
        _ when plain.Undecided is UndecidedCause.TooFewSamples => (FindingOutcome.Undecided, UndecidedCause.TooFewSamples),
        _ when Context.ExpectsControl && !Trial.HasControl => (FindingOutcome.Undecided, UndecidedCause.NoControl),
        GateTestOutcome.Harmless => (FindingOutcome.Met, null),
        _ when Demand == StepDemand.NoHarm => (FindingOutcome.Met, null),
        _ => (FindingOutcome.Undecided, UndecidedCause.NotProven),
    };

    /// <summary>Beside the steps only harm matters; at the end of one the policy says what it takes.</summary>
    public StepDemand Demand => Context.Mode == GateMode.Background ? StepDemand.NoHarm : Context.Sequential.PromoteOn.At(Context.Weight);

    private Judgement Judgement() => new()
    {
        Gate = IsEmergency ? "emergency" : "ordinary",
        Margin = Test.Settings.Margin is null ? null : CountTest.Margin(Objective, Trial.Scatter),
        Harm = Result.Peak,
        FailsAt = Result.Line,
        Harmless = Result.LogHarmless,
        ProvenAt = Result.ProofLine,
        Proof = Test.Settings.Kappa,
        Buckets = Trial.Judged.Count,
        FailedAt = Result.FailedAt is { } failed ? Trial.Judged[failed].Begin + Context.Window.Bucket : null,
        Ratio = Bounds.OfRatio(this),
        Dispersion = Trial.Scatter.PriorDispersion,
        SlowImbalance = Trial.SlowImbalance.Count > 0 ? Trial.SlowImbalance[^1] : 0,
        StablePods = Trial.Scatter.Pods,
        Flip = Result.Outcome == GateTestOutcome.Worse ? null : Outlook.Flip(this),
        Power = Outlook.Power(this),
        Trajectory = Result.LogHarm,
    };
}
