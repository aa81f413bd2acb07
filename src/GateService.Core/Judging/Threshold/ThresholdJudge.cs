using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Threshold;

/// <summary>
/// The plain judge: the value of the judged slice against the limit of this step, on a minimum sample. Where the objective has a
/// margin and the stable slice serves at the same time, being over the limit is not enough: the canary must also be worse than stable,
/// or the cause is a common one and nothing is decided.
/// </summary>
public sealed class ThresholdJudge : IJudge
{
    /// <summary>It looks at the window alone.</summary>
    public static JudgeChoice Chosen { get; } = JudgeChoice.OfWindow("threshold");

    public JudgeChoice Choice => Chosen;

    public Finding Judge(Trial trial)
    {
        var (objective, evidence, context) = (trial.Objective, trial.Evidence, trial.Context);
        var blank = Blank(trial);
        return evidence.Judged switch
        {
            SliceEvidence.Unavailable unavailable => Undecided(blank, UndecidedCause.Unavailable, new Statement(unavailable.Cause)),
            SliceEvidence.Measured { Sample: > 0 } measured when double.IsFinite(measured.Value) => Decide(trial, measured, Measure(blank, measured)),
            _ => Undecided(blank, UndecidedCause.NoData, FindingReason.NotDue(objective, context, evidence) ?? FindingReason.Absent(objective, context, evidence) ?? FindingReason.NoData(context, evidence)),
        };
    }

    private static Finding Blank(Trial trial)
    {
        var (objective, evidence, context) = (trial.Objective, trial.Evidence, trial.Context);
        var control = evidence.Control as SliceEvidence.Measured;
        return new Finding
        {
            Objective = objective.Name,
            Kind = objective.Kind,
            Outcome = FindingOutcome.Undecided,
            Threshold = objective.Limit?.At(context.Weight) ?? OfStable(trial, control),
            IsUnlimited = objective.Limit is null && control is not { Sample: > 0 },
            Comparison = objective.Comparison,
            Unit = objective.Unit,
            Versus = Versus.Absolute,
            Slice = context.Slice,
            StableValue = control is { Sample: > 0 } ? AtTheSameTraffic(objective, evidence.Judged, control) : null,
            StableSample = control?.Sample ?? 0,
            StableBad = control?.Bad,
            StableUntil = control is { Sample: > 0 } ? StableEnd.Of(evidence, context.Window) : null,
            IsOfReadings = objective is KpiObjective { Definition.IsGauge: true },
            Reason = Statement.Empty,
            Queries = evidence.Queries,
        };
    }

    /// <summary>A rate per minute is as large as a slice's traffic: stable's is told as it would be at the judged slice's.</summary>
    private static double AtTheSameTraffic(Objective objective, SliceEvidence judged, SliceEvidence.Measured stable) =>
        objective.Unit == Unit.PerMinute && judged is SliceEvidence.Measured { Sample: > 0 } own && stable.Sample > 0 ? stable.Value * own.Sample / stable.Sample : stable.Value;

    /// <summary>Worse than stable by the margin, or over the floor, whichever is more; without stable nothing is beyond it.</summary>
    private static double OfStable(Trial trial, SliceEvidence.Measured? control)
    {
        var (objective, isHighBad) = (trial.Objective, trial.Objective.Comparison == Comparison.AtMost);
        if (Margins.Worse(objective, control is { Sample: > 0 } ? AtTheSameTraffic(objective, trial.Evidence.Judged, control) : null, trial.Kept.Scatter) is not { } worse)
        {
            return !isHighBad ? 0 : Units.IsBounded(objective.Unit) ? 1 : trial.Evidence.Judged is SliceEvidence.Measured { Value: var value } ? value : 0;
        }

        return objective.Floor is not { } floor ? worse : isHighBad ? Math.Max(worse, floor) : Math.Min(worse, floor);
    }

    private static Finding Measure(Finding blank, SliceEvidence.Measured measured) => blank with
    {
        Value = measured.Value,
        Sample = measured.Sample,
        Bad = measured.Bad,
        Interval = blank.Unit == Unit.Share && measured.Bad is { } bad ? ShareInterval(blank.Comparison, bad, measured.Sample) : null,
        Score = Score.Of(measured.Value, blank.Threshold, blank.Comparison, blank.Unit),
    };

    private static Interval ShareInterval(Comparison comparison, double bad, double sample)
    {
        var share = WilsonInterval.Of(Math.Clamp(bad, 0, sample), sample);
        return comparison == Comparison.AtMost ? share : new Interval(1 - share.High, 1 - share.Low);
    }

    private static Finding Decide(Trial trial, SliceEvidence.Measured judged, Finding finding)
    {
        var (objective, control) = (trial.Objective, trial.Evidence.Control);
        if (judged.Sample < objective.MinimumSample)
        {
            return Undecided(finding, UndecidedCause.TooFewSamples, FindingReason.TooFew(finding, objective.MinimumSample));
        }

        if (objective.IsAgainstStableAlone)
        {
            return AgainstStable(trial, judged, finding with { Versus = Versus.Stable });
        }

        if (!IsOver(judged.Value, finding.Threshold, objective.Comparison))
        {
            return Conclude(finding, FindingOutcome.Met);
        }

        if (objective.Margin is not { } margin || control is not SliceEvidence.Measured stable || stable.Sample < objective.MinimumSample)
        {
            return Conclude(finding, FindingOutcome.Tripped);
        }

        var compared = finding with { Versus = Versus.Stable };
        return IsWorse(judged.Value, AtTheSameTraffic(objective, judged, stable), margin, objective)
            ? Conclude(compared, FindingOutcome.Tripped)
            : FindingReason.IsStableBeyond(compared) ? Undecided(compared, UndecidedCause.CommonCause, FindingReason.CommonCause(compared))
            : Undecided(compared, UndecidedCause.Suspicious, FindingReason.NotWorse(compared));
    }

    /// <summary>Before the first step stable is what is judged, and has nothing beside it.</summary>
    private static Finding AgainstStable(Trial trial, SliceEvidence.Measured judged, Finding finding) =>
        trial.Context.Mode == GateMode.Preflight ? ConcludeAgainstStable(finding with { Versus = Versus.Absolute }, FindingOutcome.Met)
        : trial.Evidence.Control is not SliceEvidence.Measured stable || stable.Sample < trial.Objective.MinimumSample ? Undecided(finding, UndecidedCause.NoControl, FindingReason.NothingBeside(finding))
        : ConcludeAgainstStable(finding, IsOver(judged.Value, finding.Threshold, trial.Objective.Comparison) ? FindingOutcome.Tripped : FindingOutcome.Met);

    private static bool IsOver(double value, double limit, Comparison comparison) => comparison == Comparison.AtMost ? value > limit : value < limit;

    /// <summary>Worse by the margin as a ratio: of values that must stay low, of shortfalls from 1 for shares and scores, else of the values themselves.</summary>
    private static bool IsWorse(double canary, double stable, double margin, Objective objective) => objective.Comparison switch
    {
        Comparison.AtMost => canary > margin * stable,
        Comparison.AtLeast => Units.IsBounded(objective.Unit) ? 1 - canary > margin * (1 - stable) : canary * margin < stable,
    };

    private static Finding ConcludeAgainstStable(Finding finding, FindingOutcome outcome) =>
        finding with { Outcome = outcome, Reason = FindingReason.AgainstStable(finding with { Outcome = outcome }) };

    private static Finding Conclude(Finding finding, FindingOutcome outcome) =>
        finding with { Outcome = outcome, Reason = FindingReason.Concluded(finding with { Outcome = outcome }) };

    private static Finding Undecided(Finding finding, UndecidedCause cause, Statement reason) =>
        finding with { Outcome = FindingOutcome.Undecided, Undecided = cause, Reason = reason };
}
