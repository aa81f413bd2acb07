using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// The judge that weighs evidence: bets against "healthy", bucket by bucket since the rollout began. A healthy canary is failed at most as often as
/// the error budget says, however often it is asked about; a limit is tripped only by a canary that is also worse than stable by the margin. A stable
/// version before the first step is weighed against its own past.
/// </summary>
public sealed class SequentialJudge : IJudge
{
    private static readonly ThresholdJudge Plain = new();

    /// <summary>It weighs every bucket, learns from pods what healthy ones differ by, and keeps to a budget of errors.</summary>
    public static JudgeChoice Chosen { get; } = new("sequential", new JudgeNeeds { Span = true, Pods = true, Budget = true, Attribution = true });

    public JudgeChoice Choice => Chosen;

    public Finding Judge(Trial trial) => Weigh(trial) switch
    {
        ({ } finding, _, _) => finding,
        (_, var plain, { } weighing) => Conclusion.Of(weighing, plain),
        (_, var plain, null) => TooEarly(plain, trial.Context),
    };

    public FindingOutcome Decide(Trial trial) => Weigh(trial) switch
    {
        ({ } finding, _, _) => finding.Outcome,
        (_, var plain, { } weighing) => Conclusion.Decide(weighing, plain).Outcome,
        (_, var plain, null) => TooEarly(plain, trial.Context).Outcome,
    };

    /// <summary>The finding where it takes no weighing, or only of what came before; else what is concluded from: the plain comparison, and the weighing, which needs a bucket.</summary>
    private static (Finding? Finding, Finding Plain, Weighing? Weighing) Weigh(Trial trial)
    {
        var plain = Plain.Judge(trial);
        if (plain.Undecided == UndecidedCause.Unavailable)
        {
            return (plain, plain, null);
        }

        if (trial.Context.Mode == GateMode.Preflight)
        {
            return (Preflight.Judge(plain, trial), plain, null);
        }

        if (plain.Undecided is not (UndecidedCause.NoData or UndecidedCause.TooFewSamples) && SinceSwitch.Of(trial) is { } since && (!trial.Kept.HasControl || since.IsSuspicious)
            && (!trial.Kept.HasControl || Weighing.Of(trial) is not { } beside || Conclusion.Decide(beside, plain).Outcome != FindingOutcome.Tripped))
        {
            return (SwitchFinding.Of(plain, trial, since), plain, null);
        }

        if (trial.Objective.IsAgainstStableAlone && plain.StableSample > 0 && !trial.Judged.Any(bucket => bucket.Exposure > 0) && plain.Undecided is not (UndecidedCause.NoData or UndecidedCause.TooFewSamples))
        {
            return (TooEarly(plain, trial.Context), plain, null);
        }

        if (trial.Objective.IsAgainstStableAlone && !trial.Kept.HasControl && plain.Undecided is not (UndecidedCause.NoData or UndecidedCause.TooFewSamples))
        {
            return (plain with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.NoControl, Versus = Versus.Stable, Reason = FindingReason.NothingBeside(plain) }, plain, null);
        }

        var weighing = Weighing.Of(trial);
        return (plain.Undecided == UndecidedCause.NoData ? Silent(plain, weighing, trial) : null, plain, weighing);
    }

    /// <summary>What the engine finds for an objective, without the words: the gate that decides, bucket by bucket. Null where no bucket can be weighed.</summary>
    public static GateResult? Test(Objective objective, ObjectiveEvidence evidence, JudgingContext context) => Weighing.Of(new Trial(objective, evidence, context))?.Result;

    /// <summary>Nothing in the window: what failed before stays failed; a busy stable beside it fails it where the policy says so; else it is what it is.</summary>
    private static Finding Silent(Finding plain, Weighing? earlier, Trial trial) =>
        earlier is not null && Conclusion.Decide(earlier, plain).Outcome == FindingOutcome.Tripped ? Conclusion.Of(earlier, plain)
        : trial.Context.Sequential.FailWithoutTraffic && FindingReason.NotDue(trial.Objective, trial.Context, trial.Evidence) is null && trial.Evidence.Control is SliceEvidence.Measured { Sample: > 0 } ? plain with { Outcome = FindingOutcome.Tripped, Undecided = null }
        : plain;

    private static Finding TooEarly(Finding plain, JudgingContext context) => plain with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.TooFewSamples,
        Reason = new($"{plain.Objective} not decided: not one complete {Durations.Say(context.Window.Bucket)} bucket{(plain.Slice == Slice.All ? "" : $" of the {EnumNames.Of(plain.Slice)}")} since its warm-up of {Durations.Say(context.Sequential.WarmUp)}"),
    };
}
