using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>What the engine found for one objective: numbers, no words.</summary>
/// <param name="Trial">What was weighed.</param>
/// <param name="Result">What the gate that decides found.</param>
/// <param name="Settings">What the ordinary gate demands.</param>
internal sealed record Weighing(Trial Trial, GateResult Result, GateSettings Settings)
{
    /// <summary>The counts that were tested; null for means.</summary>
    public CountCase? Counts { get; init; }

    /// <summary>The means that were tested; null for counts.</summary>
    public IReadOnlyList<MeanPair>? Means { get; init; }

    /// <summary>It was the emergency gate that failed it.</summary>
    public bool IsEmergency { get; init; }

    public Objective Objective => Trial.Objective;

    public JudgingContext Context => Trial.Context;

    /// <summary>Beside the steps only harm matters; at the end of one the policy says what it takes.</summary>
    public StepDemand Demand => Context.Mode == GateMode.Background ? StepDemand.NoHarm : Context.Sequential.PromoteOn.At(Context.Weight);

    /// <summary>Stable should serve beside the canary, and does not: over a limit nobody could tell the change from an outage that both slices share.</summary>
    public bool IsAlone => Context.ExpectsControl && !MinutesOverLimit.Covers(Objective) && !Trial.Kept.HasControl;

    /// <summary>Null where no bucket can be weighed.</summary>
    public static Weighing? Of(Trial trial)
    {
        var (context, kept) = (trial.Context, trial.Kept);
        var settings = new GateSettings
        {
            Alpha = context.AlphaPerWeight * trial.Objective.Weight,
            Beta = context.Sequential.FalseProof,
            Kappa = context.Sequential.Proof.At(kept.Weights.Count > 0 ? kept.Weights[^1] : context.Weight),
            Clock = context.Clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            IsPromise = trial.Objective.IsPromise,
            Scatter = kept.Prior,
            PriorDispersion = kept.Scatter.PriorDispersion,
            SlowImbalance = kept.SlowImbalance,
        };
        var weighing = trial.Objective is KpiObjective { Definition.Form: KpiForm.Mean } ? OfMeans(trial, settings) : OfCounts(trial, settings);
        return weighing.Result.Outcome == GateOutcome.NoData ? null : weighing;
    }

    private static Weighing OfMeans(Trial trial, GateSettings settings)
    {
        var means = MeanCase.Of(trial, settings);
        return new Weighing(trial, means.Run(), means.Settings) { Means = means.Pairs };
    }

    /// <summary>The ordinary gate, or the emergency gate where that one sees a dead canary sooner.</summary>
    private static Weighing OfCounts(Trial trial, GateSettings settings)
    {
        var counts = CountCase.Of(trial, settings);
        var ordinary = new Weighing(trial, counts.Run(), counts.Settings) { Counts = counts };
        if (trial.Objective.Name != trial.Context.Emergency)
        {
            return ordinary;
        }

        var emergency = EvidenceGate.OfCounts(counts.Everything, counts.Settings.ForEmergency(settings.Alpha));
        return emergency.FailedAt is { } failed && !(ordinary.Result.FailedAt <= failed) ? ordinary with { Result = emergency, IsEmergency = true } : ordinary;
    }
}
