using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>
/// The judge that weighs evidence: bets against "healthy", bucket by bucket since the rollout began. A healthy canary is failed at most as often as
/// the error budget says, however often it is asked about; a limit is tripped only by a canary that is also worse than stable by the margin. A stable
/// version before the first step is weighed against its own past.
/// </summary>
public sealed class SequentialJudge : IJudge
{
    public const string JudgeName = "sequential";

    private static readonly ThresholdJudge Plain = new();

    public string Name => JudgeName;

    public Finding Judge(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var plain = Plain.Judge(objective, evidence, context);
        if (plain.Undecided == UndecidedCause.Unavailable)
        {
            return plain;
        }

        if (context.Mode == GateMode.Preflight)
        {
            return Preflight.Judge(plain, objective, evidence, context);
        }

        var weighing = Weigh(objective, evidence, context);
        return plain.Undecided == UndecidedCause.NoData ? Silent(plain, weighing, evidence, context)
            : weighing is null ? TooEarly(plain, context)
            : weighing.Conclude(plain);
    }

    /// <summary>What the engine finds for an objective, without the words: the gate that decides, bucket by bucket. Null where no bucket can be weighed.</summary>
    public static GateTestResult? Test(Objective objective, ObjectiveEvidence evidence, JudgingContext context) => Weigh(objective, evidence, context)?.Result;

    private static Weighing? Weigh(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var clock = Clock.Of(context.Window.Bucket);
        var isMean = objective is KpiObjective { Definition.Form: KpiForm.Mean };
        var scatter = (isMean ? Scatter.Means : Scatter.Counts) with { PriorWeight = clock.PriorWeight };
        var trial = Trial.Of(evidence, context, clock, scatter);
        var settings = new GateTestSettings
        {
            Alpha = context.AlphaPerWeight * objective.Weight,
            Beta = context.Sequential.FalseProof,
            Kappa = context.Sequential.Proof.At(trial.Weights.Count > 0 ? trial.Weights[^1] : context.Weight),
            Clock = clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            IsPromise = objective.IsPromise,
            Scatter = scatter,
            PriorDispersion = trial.Scatter.PriorDispersion,
            SlowImbalance = trial.SlowImbalance,
        };
        var weighing = isMean ? Means(objective, trial, context, settings) : Counts(objective, trial, context, settings);
        return weighing.Result.Outcome == GateTestOutcome.NoData ? null : weighing;
    }

    private static Weighing Means(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        var test = MeanTest.Of(objective, trial, settings);
        return new Weighing(objective, trial, context, test.Run(), test.Settings) { Means = test.Pairs };
    }

    /// <summary>The ordinary gate, or the emergency gate where that one sees a dead canary sooner.</summary>
    private static Weighing Counts(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        var test = CountTest.Of(objective, trial, context, settings);
        var ordinary = new Weighing(objective, trial, context, test.Run(), test.Settings) { Counts = test };
        if (objective.Name != context.Emergency)
        {
            return ordinary;
        }

        var emergency = GateTest.OfCounts(test.Everything, test.Settings.ForEmergency(settings.Alpha));
        return emergency.FailedAt is { } failed && !(ordinary.Result.FailedAt <= failed) ? ordinary with { Result = emergency, IsEmergency = true } : ordinary;
    }

    /// <summary>Nothing in the window: what failed before stays failed; a busy stable beside it fails it where the policy says so; else it is what it is.</summary>
    private static Finding Silent(Finding plain, Weighing? earlier, ObjectiveEvidence evidence, JudgingContext context) =>
        earlier?.Decide(plain).Outcome == FindingOutcome.Tripped ? earlier.Conclude(plain)
        : context.Sequential.FailWithoutTraffic && evidence.Control is SliceEvidence.Measured { Sample: > 0 } ? plain with { Outcome = FindingOutcome.Tripped, Undecided = null }
        : plain;

    private static Finding TooEarly(Finding plain, JudgingContext context) => plain with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.TooFewSamples,
        Reason = $"{plain.Objective} not decided: not one complete {Durations.Say(context.Window.Bucket)} bucket of the {plain.Slice} since its warm-up of {Durations.Say(context.Sequential.WarmUp)}",
    };
}
