using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>What the engine found for one objective, on its way to a finding: outcome, numbers, words.</summary>
/// <param name="Objective">What was weighed.</param>
/// <param name="Trial">Its buckets.</param>
/// <param name="Context">What is known beside them.</param>
/// <param name="Result">What the gate that decides found.</param>
/// <param name="Settings">What the ordinary gate demands.</param>
internal sealed record Weighing(Objective Objective, Trial Trial, JudgingContext Context, GateTestResult Result, GateTestSettings Settings)
{
    /// <summary>The counts that were tested; null for means.</summary>
    public CountTest? Counts { get; init; }

    /// <summary>The means that were tested; null for counts.</summary>
    public IReadOnlyList<MeanPair>? Means { get; init; }

    /// <summary>It was the emergency gate that failed it.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>Beside the steps only harm matters; at the end of one the policy says what it takes.</summary>
    public StepDemand Demand => Context.Mode == GateMode.Background ? StepDemand.NoHarm : Context.Sequential.PromoteOn.At(Context.Weight);

    /// <summary>Stable should serve beside the canary, and does not: over a limit nobody could tell the change from an outage that both slices share.</summary>
    private bool IsAlone => Context.ExpectsControl && !MinutesOverLimit.Covers(Objective) && !Trial.HasControl;

    public (FindingOutcome Outcome, UndecidedCause? Cause) Decide(Finding plain) => Result.Outcome switch
    {
        GateTestOutcome.Worse when IsEmergency => (FindingOutcome.Tripped, null),
        _ when Settings.Margin is not null && Context.SampleRatio is { IsTooFar: true } => (FindingOutcome.Undecided, UndecidedCause.SampleRatio),
        GateTestOutcome.Worse when !IsAlone => (FindingOutcome.Tripped, null),
        GateTestOutcome.OverLimitNotWorse => (FindingOutcome.Undecided, UndecidedCause.CommonCause),
        GateTestOutcome.Suspicious => (FindingOutcome.Undecided, UndecidedCause.Suspicious),
        _ when plain.Undecided is UndecidedCause.TooFewSamples => (FindingOutcome.Undecided, UndecidedCause.TooFewSamples),
        _ when IsAlone => (FindingOutcome.Undecided, UndecidedCause.NoControl),
        _ when MinutesOverLimit.Covers(Objective) && MinutesOverLimit.IsOver(Objective, plain.Value ?? 0, Context.Weight) => (FindingOutcome.Undecided, UndecidedCause.Suspicious),
        GateTestOutcome.Harmless => (FindingOutcome.Met, null),
        _ when Demand == StepDemand.NoHarm => (FindingOutcome.Met, null),
        _ => (FindingOutcome.Undecided, UndecidedCause.NotProven),
    };

    public Finding Conclude(Finding plain)
    {
        var (outcome, cause) = Decide(plain);
        var finding = plain with
        {
            Outcome = outcome,
            Undecided = cause,
            Value = IsEmergency ? ShareOfAll() : plain.Value,
            Threshold = IsEmergency ? GateTestSettings.EmergencyLimit : plain.Threshold,
            Versus = Settings.Margin is null ? "absolute" : "stable",
            Interval = Bounds.OfValue(this),
            Judgement = Judgement(),
        };
        return finding with { Reason = cause == UndecidedCause.TooFewSamples ? plain.Reason : SequentialReason.Of(finding, this) };
    }

    /// <summary>Failed requests of whatever origin in the window: what the emergency gate saw.</summary>
    private double ShareOfAll()
    {
        var window = Trial.Judged.Where(bucket => bucket.Begin >= Context.Window.Begin).ToList();
        var share = window.Sum(bucket => bucket.AllBad ?? bucket.Bad ?? 0) / Math.Max(1, window.Sum(bucket => bucket.Exposure));
        return Objective.Comparison == Comparison.AtMost ? share : 1 - share;
    }

    private Judgement Judgement() => new()
    {
        Gate = IsEmergency ? "emergency" : "ordinary",
        Margin = Settings.Margin is null ? null : Margins.Of(Objective, Trial.Scatter),
        Tested = TestedCounts.Of(this),
        Compared = TestedCounts.ComparedOf(this),
        OverLimit = Result.LogHarmAbsolute?[^1],
        WorseThanStable = Result.LogHarmRelative?[^1],
        Harm = Result.Peak,
        FailsAt = Result.Line,
        Harmless = Result.LogHarmless,
        ProvenAt = Result.ProofLine,
        Proof = Settings.Kappa,
        Buckets = Trial.Judged.Count,
        FailedAt = Result.FailedAt is { } failed ? Trial.Judged[failed].Begin + Context.Window.Bucket : null,
        Ratio = Bounds.OfRatio(this),
        Dispersion = Trial.Scatter.PriorDispersion,
        SlowImbalance = Trial.SlowImbalance.Count > 0 ? Trial.SlowImbalance[^1] : 0,
        StablePods = Trial.Scatter.Pods,
        Flip = FlipSentence.Of(this),
        Power = PowerSentence.Of(this),
        Trajectory = Result.LogHarm,
    };
}
