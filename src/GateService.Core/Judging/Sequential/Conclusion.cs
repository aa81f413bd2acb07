using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>From what the engine found to a finding: outcome, numbers, words.</summary>
internal static class Conclusion
{
    public static (FindingOutcome Outcome, UndecidedCause? Cause) Decide(Weighing weighing, Finding plain)
    {
        var outcome = weighing.Result.Outcome;
        if (weighing.IsEmergency)
        {
            return (FindingOutcome.Tripped, null);
        }

        if (weighing is { Settings.Margin: not null, Mix: null } && weighing.Context.SampleRatio is { IsTooFar: true })
        {
            return (FindingOutcome.Undecided, UndecidedCause.SampleRatio);
        }

        if (outcome is GateOutcome.Worse or GateOutcome.Suspicious && weighing.Backlog is { IsNoGrowth: true } backlog)
        {
            return backlog.IsOver ? (FindingOutcome.Undecided, UndecidedCause.Suspicious) : Unshown(weighing, plain);
        }

        return outcome switch
        {
            GateOutcome.Worse => weighing.IsAlone ? Unshown(weighing, plain)
                : UsualFailures.AsBefore(weighing.Trial, plain.Value) is not null || IsSharedGauge(weighing, plain) ? (FindingOutcome.Undecided, UndecidedCause.CommonCause)
                : (FindingOutcome.Tripped, null),
            // What both had is over: within its limit again nobody calls it suspicious, or common.
            GateOutcome.OverLimitNotWorse when !plain.IsBeyond => Unshown(weighing, plain),
            GateOutcome.OverLimitNotWorse => (FindingOutcome.Undecided, IsStableWithin(plain) || FindingReason.IsFarWorse(plain) ? UndecidedCause.Suspicious : UndecidedCause.CommonCause),
            GateOutcome.Suspicious => (FindingOutcome.Undecided, UndecidedCause.Suspicious),
            GateOutcome.Harmless or GateOutcome.NotEnough or GateOutcome.NoData => Unshown(weighing, plain),
        };
    }

    /// <summary>No harm is shown that anybody could tell from a common one: what is still in the way of a pass.</summary>
    private static (FindingOutcome Outcome, UndecidedCause? Cause) Unshown(Weighing weighing, Finding plain) =>
        plain.Undecided is UndecidedCause.TooFewSamples ? (FindingOutcome.Undecided, UndecidedCause.TooFewSamples)
        : weighing.IsAlone ? (FindingOutcome.Undecided, UndecidedCause.NoControl)
        : IsGaugeOverLimit(weighing, plain) ? (FindingOutcome.Undecided, UndecidedCause.Suspicious)
        : (weighing.Result.Outcome == GateOutcome.Harmless || weighing.Demand == StepDemand.NoHarm) && (OneBadMinute.Holds(weighing, plain) || Stalls.Of(weighing) is not null) ? (FindingOutcome.Undecided, UndecidedCause.Suspicious)
        : IsHarmless(weighing.Result) && !IsBeyondItsShare(weighing, plain) && !IsHarmfullyWorse(weighing, plain) && !IsOverAlone(weighing, plain) ? (FindingOutcome.Met, null)
        : GaugeReadings.KeepTheLimit(weighing.Trial) ? (FindingOutcome.Met, null)
        : weighing.Demand switch
        {
            StepDemand.NoHarm => (FindingOutcome.Met, null),
            StepDemand.Proven => (FindingOutcome.Undecided, UndecidedCause.NotProven),
        };

    private static bool IsHarmless(GateResult result) => result.Outcome == GateOutcome.Harmless || (result.Outcome == GateOutcome.OverLimitNotWorse && result.LogHarmless >= result.ProofLine);

    private static bool IsGaugeOverLimit(Weighing weighing, Finding plain) => MinutesOverLimit.Covers(weighing.Objective)
        && (MinutesOverLimit.IsOver(weighing.Objective, plain.Value ?? 0, weighing.Context.Weight) || GaugeReadings.AreOver(weighing.Trial));

    /// <summary>A gauge that stable reads beyond the limit too, and no better: what both see is not the change's. Counts of different values hang on a slice's traffic, and say nothing of the other's.</summary>
    private static bool IsSharedGauge(Weighing weighing, Finding plain) => weighing.Objective is KpiObjective { Definition.Form: KpiForm.Gauge } && plain.IsBeyond && FindingReason.IsStableBeyond(plain) && !FindingReason.IsFarWorse(plain);

    /// <summary>Over a limit that a step wants proven, and nothing of stable serves beside it (a blue/green switch, all of the traffic): "under so many times the limit" is no proof where the limit is all there is.</summary>
    private static bool IsOverAlone(Weighing weighing, Finding plain) => weighing.Demand == StepDemand.Proven
        && ((weighing.Objective is { IsPromise: true, Limit: not null } && plain.StableSample is not > 0 && plain.IsBeyond) || WorseThanBefore.Of(weighing, plain) is not null);

    /// <summary>Where stable keeps the limit, no cause is common: the canary is over it, and not yet shown worse.</summary>
    private static bool IsStableWithin(Finding plain) => plain is { StableValue: { } stable, Unit: not Unit.PerMinute }
        && (plain.Comparison == Comparison.AtMost ? stable <= plain.Threshold : stable >= plain.Threshold);

    /// <summary>Worse than stable for certain, and beyond the floor from which on that does harm: not yet enough of it to fail, and no proof of harmlessness.</summary>
    private static bool IsHarmfullyWorse(Weighing weighing, Finding plain) => weighing.IsShownWorse && weighing.HarmfulFrom is { } floor
        && (plain.Comparison == Comparison.AtMost ? plain.Value > floor : plain.Value < floor);

    /// <summary>
    /// A share that a policy defines, and that is beyond its limit: "under so many times the limit" is no proof then. Neither is it where the limit holds
    /// nobody, unless the comparison with stable is enough by itself.
    /// </summary>
    public static bool IsBeyondItsShare(Weighing weighing, Finding plain) => weighing.Objective is KpiObjective { Definition.Form: KpiForm.Ratio, Limit: not null }
        && plain.Value is { } value && (plain.Comparison == Comparison.AtMost ? value > plain.Threshold : value < plain.Threshold)
        && (weighing.Objective.IsPromise || !(weighing.Result.LogHarmlessRelative >= weighing.Result.ProofLine));

    public static Finding Of(Weighing weighing, Finding plain)
    {
        var (outcome, cause) = Decide(weighing, plain);
        var shown = new ShownNumbers(weighing);
        var finding = (weighing.IsEmergency ? OfAll(plain, weighing) : plain) with
        {
            Outcome = outcome,
            Undecided = cause,
            Threshold = weighing.IsEmergency ? GateSettings.EmergencyLimit : plain.Threshold,
            IsUnlimited = plain.IsUnlimited && !weighing.IsEmergency,
            Versus = weighing.Settings.Margin is null ? Versus.Absolute : Versus.Stable,
            Interval = shown.OfValue(),
            Judgement = Judge(weighing, shown),
        };
        return finding with { Reason = cause == UndecidedCause.TooFewSamples ? plain.Reason : SequentialReason.Of(finding, weighing) };
    }

    /// <summary>Failed requests of whatever origin in the window: what the emergency gate saw, value and counts of both slices alike.</summary>
    private static Finding OfAll(Finding plain, Weighing weighing)
    {
        var evidence = weighing.Trial.Evidence;
        var (bad, stableBad) = (Bad(evidence.Judged), Bad(evidence.Control));
        return plain.Value is null ? plain : plain with
        {
            Value = Told(bad / plain.Sample),
            Bad = bad,
            StableValue = plain.StableValue is null ? null : Told(stableBad / plain.StableSample),
            StableBad = plain.StableValue is null ? plain.StableBad : stableBad,
        };

        double Told(double share) => weighing.Objective.Comparison == Comparison.AtMost ? share : 1 - share;

        double Bad(SliceEvidence slice) => slice.Buckets.Where(bucket => bucket.Begin >= weighing.Context.Window.Begin).Sum(bucket => bucket.AllBad ?? bucket.Bad ?? 0);
    }

    private static Judgement Judge(Weighing weighing, ShownNumbers shown) => new()
    {
        Gate = weighing.IsEmergency ? GateKind.Emergency : weighing.IsSudden ? GateKind.Sudden : GateKind.Ordinary,
        Margin = weighing.Settings.Margin is null ? null : Margins.Of(weighing.Objective, weighing.Trial.Kept.Scatter),
        Tested = shown.Tested(),
        Compared = shown.Compared(),
        OverLimit = weighing.Result.LogHarmAbsolute?[^1],
        OverLimitFailsAt = weighing.Result.LogHarmAbsolute is null ? null : weighing.Result.LimitLine,
        WorseThanStable = weighing.Result.LogHarmRelative?[^1],
        Harm = Math.Max(0, weighing.Result.Peak),
        FailsAt = weighing.Result.Line,
        Harmless = weighing.Result.LogHarmless,
        ProvenAt = weighing.Result.ProofLine,
        Proof = weighing.Settings.Kappa,
        Buckets = weighing.Trial.Judged.Count,
        FailedAt = weighing.Result.FailedAt is { } failed ? weighing.Trial.Judged[failed].Begin + weighing.Context.Window.Bucket : null,
        Ratio = shown.Ratio(),
        Dispersion = weighing.Trial.Kept.Scatter.PriorDispersion,
        SlowImbalance = weighing.Trial.Kept.SlowImbalance.Count > 0 ? weighing.Trial.Kept.SlowImbalance[^1] : 0,
        StablePods = weighing.Trial.Kept.Scatter.Pods,
        Flip = FlipSentence.Of(weighing),
        Power = PowerSentence.Of(weighing),
        Trajectory = weighing.Result.LogHarm,
    };
}
