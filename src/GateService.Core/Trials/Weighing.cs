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
    private const double GrossShare = 0.15;

    /// <summary>How much of the latest time proves by itself too.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(10);

    /// <summary>How surely a canary that is worse than stable for certain must be over limit or floor as well: one in twenty is failed though it is not.</summary>
    private const double LimitAlpha = 0.05;

    /// <summary>The counts that were tested; null for means.</summary>
    public CountCase? Counts { get; init; }

    /// <summary>Those counts as the gate that decided saw them: the emergency gate errors of whatever origin.</summary>
    public IReadOnlyList<CountPair>? Decided => IsEmergency ? Counts?.Everything : Counts?.Pairs;

    /// <summary>The means that were tested; null for counts.</summary>
    public IReadOnlyList<MeanPair>? Means { get; init; }

    /// <summary>It was the emergency gate that failed it.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>It was the gate for what fails at once.</summary>
    public bool IsSudden { get; init; }

    /// <summary>Why it is no matter of who its clients are, though its share of the requests is far from its weight; null where it may be, and where the share is not far.</summary>
    public ClientMix? Mix { get; init; }

    /// <summary>How a queue's lag came and went; null for what is none.</summary>
    public Backlog? Backlog => Backlog.Of(Trial);

    public Objective Objective => Trial.Objective;

    public JudgingContext Context => Trial.Context;

    /// <summary>Beside the steps only harm matters; at the end of one the policy says what it takes.</summary>
    public StepDemand Demand => Context.Mode == GateMode.Background ? StepDemand.NoHarm : Context.Sequential.PromoteOn.At(Context.Weight);

    /// <summary>Stable should serve beside the canary, and does not: over a limit nobody could tell the change from an outage that both slices share.</summary>
    public bool IsAlone => Context.ExpectsControl && !MinutesOverLimit.Covers(Objective) && !Trial.Kept.HasControl;

    /// <summary>It is worse than stable for certain, and now: whatever the limit allows, nobody calls that proven.</summary>
    public bool IsShownWorse => Settings.Margin is not null && Result.LogHarmRelative is [.., var now] && now >= Result.Line;

    /// <summary>In the objective's unit: from where on being worse than stable does harm though the limit is kept; null where that is nowhere.</summary>
    public double? HarmfulFrom => HarmfulFromOf(Trial, Counts);

    /// <inheritdoc cref="HarmfulFrom"/>
    internal static double? HarmfulFromOf(Trial trial, CountCase? counts) => trial.Objective is not LatencyObjective latency ? trial.Objective.Floor
        : counts?.OverFloor is not null && latency.HarmfulFrom(trial.Evidence.StableQuantile) is { } floor && floor < latency.Limit!.At(trial.Context.Weight) ? floor : null;

    /// <summary>Null where no bucket can be weighed.</summary>
    public static Weighing? Of(Trial trial)
    {
        var (context, settings) = (trial.Context, SettingsOf(trial));
        var weighing = trial.Objective is KpiObjective { Definition.Form: KpiForm.Mean } ? OfMeans(trial, settings) : OfCounts(trial, settings);
        return weighing.Result.Outcome switch
        {
            GateOutcome.NoData => null,
            GateOutcome.Worse when !weighing.IsEmergency && weighing is { Settings.Margin: not null, Counts: { } counts } && context.SampleRatio is { IsTooFar: true } ratio =>
                weighing with { Mix = ClientMix.Refuted(trial, counts, ratio) },
            GateOutcome.Worse or GateOutcome.OverLimitNotWorse or GateOutcome.Suspicious or GateOutcome.Harmless or GateOutcome.NotEnough => weighing,
        };
    }

    /// <summary>What the gate of an objective demands, but for limits and margin.</summary>
    internal static GateSettings SettingsOf(Trial trial)
    {
        var (context, kept) = (trial.Context, trial.Kept);
        var alpha = context.AlphaPerWeight * trial.Objective.Weight;
        return new GateSettings
        {
            Alpha = alpha,
            LimitAlpha = Math.Max(alpha, LimitAlpha),
            Beta = context.Sequential.FalseProof,
            Kappa = context.Sequential.Proof.At(kept.Weights.Count > 0 ? kept.Weights[^1] : context.Weight),
            Clock = context.Clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            IsPromise = trial.Objective.IsPromise,
            Scatter = kept.Prior,
            PriorDispersion = kept.Scatter.PriorDispersion,
            SlowImbalance = kept.SlowImbalance,
            HasOnePod = kept.Scatter.Pods == 1,
            GrossShare = GrossShare,
            LatestBuckets = (int)Math.Ceiling(Latest / context.Window.Bucket),
        };
    }

    private static Weighing OfMeans(Trial trial, GateSettings settings)
    {
        var means = MeanCase.Of(trial, settings);
        return new Weighing(trial, means.Run(), means.Settings) { Means = means.Pairs };
    }

    /// <summary>The ordinary gate, or one of those that need no third bad bucket where that one fails sooner. Those two share the budget of the emergency gate.</summary>
    private static Weighing OfCounts(Trial trial, GateSettings settings)
    {
        var counts = CountCase.Of(trial, settings);
        var ordinary = new Weighing(trial, counts.Run(), counts.Settings) { Counts = counts };
        if (trial.Objective.Name != trial.Context.Emergency)
        {
            return ordinary;
        }

        var emergency = EvidenceGate.OfCounts(Surplus.LeftOut(trial, counts.Everything, countsUnknown: true), counts.Settings.ForEmergency(settings.Alpha / 2));
        var sudden = EvidenceGate.OfCounts(Surplus.LeftOut(trial, counts.Pairs, countsUnknown: false), counts.Settings.ForSudden(settings.Alpha / 2));
        var (soonest, first) = (ordinary.Result.FailedAt ?? int.MaxValue, Math.Min(emergency.FailedAt ?? int.MaxValue, sudden.FailedAt ?? int.MaxValue));

        // Dead is dead, whatever may be said for a canary of which half fails, and whichever of both showed it first.
        return emergency.FailedAt is { } dead && dead < soonest ? ordinary with { Result = emergency with { FailedAt = first }, IsEmergency = true }
            : first < soonest ? ordinary with { Result = sudden, IsSudden = true }
            : ordinary;
    }
}
