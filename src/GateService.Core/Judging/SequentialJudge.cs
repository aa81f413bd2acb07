using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>
/// The judge that weighs evidence: bets against "healthy", bucket by bucket since the rollout began. A healthy canary is failed at most as often as
/// the error budget says, however often it is asked about; a limit is tripped only by a canary that is also worse than stable by the margin. What it
/// cannot weigh (pods, a stable version before the first step) the threshold judge decides.
/// </summary>
public sealed class SequentialJudge : IJudge
{
    public const string JudgeName = "sequential";

    private static readonly ThresholdJudge Plain = new();

    public string Name => JudgeName;

    /// <summary>Whether there is something to weigh; the rest is the threshold judge's.</summary>
    public static bool Covers(Objective objective) => objective is not PodHealthObjective;

    public Finding Judge(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var plain = Plain.Judge(objective, evidence, context);
        if (context.Mode == GateMode.Preflight || !Covers(objective))
        {
            return plain;
        }

        if (evidence.Judged is not SliceEvidence.Measured measured || plain.Undecided == UndecidedCause.Unavailable)
        {
            return plain.Undecided == UndecidedCause.NoData && context.Sequential.FailWithoutTraffic && evidence.Control is SliceEvidence.Measured { Sample: > 0 }
                ? plain with { Outcome = FindingOutcome.Tripped, Undecided = null }
                : plain;
        }

        var clock = Clock.Of(context.Window.Bucket);
        var trial = Trial.Of(measured, evidence, context, clock);
        return Weigh(objective, trial, context, clock) is { } weighing ? weighing.Conclude(plain) : TooEarly(plain, context);
    }

    /// <summary>What the engine finds for an objective, without the words: the gate that decides, bucket by bucket. Null where no bucket can be weighed.</summary>
    public static GateTestResult? Test(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        var clock = Clock.Of(context.Window.Bucket);
        return evidence.Judged is SliceEvidence.Measured measured
            ? Weigh(objective, Trial.Of(measured, evidence, context, clock), context, clock)?.Result
            : null;
    }

    private static Weighing? Weigh(Objective objective, Trial trial, JudgingContext context, Clock clock)
    {
        var alpha = context.AlphaPerWeight * objective.Weight;
        var kappa = context.Sequential.Proof.At(trial.Weights.Count > 0 ? trial.Weights[^1] : context.Weight);
        var settings = new GateTestSettings
        {
            Alpha = alpha,
            Beta = context.Sequential.FalseProof,
            Kappa = kappa,
            Clock = clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            IsPromise = objective.IsPromise,
            Scatter = Scatter.Counts with { PriorWeight = clock.PriorWeight },
            PriorDispersion = trial.Scatter.PriorDispersion,
            SlowImbalance = trial.SlowImbalance,
        };
        return objective is KpiObjective { Definition.Form: KpiForm.Mean } ? Means(objective, trial, context, settings) : Counts(objective, trial, context, settings);
    }

    private static Weighing? Counts(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        var test = CountTest.Of(objective, trial, context, settings);
        var result = test.Run();
        if (result.Outcome == GateTestOutcome.NoData)
        {
            return null;
        }

        if (objective is ErrorRateObjective)
        {
            var emergency = GateTest.OfCounts(test.Pairs, test.Settings.ForEmergency(settings.Alpha));
            if (emergency.FailedAt is { } failed && !(result.FailedAt <= failed))
            {
                return new Weighing(objective, trial, context, emergency, test) { IsEmergency = true };
            }
        }

        return new Weighing(objective, trial, context, result, test);
    }

    private static Weighing? Means(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        var isHighBad = objective.Comparison == Comparison.AtMost;
        var margin = CountTest.Margin(objective, trial.Scatter);
        var demanded = settings with
        {
            Limits = [.. trial.Weights.Select(weight => objective.Limit.At(weight))],
            Margin = !trial.HasControl ? null : isHighBad ? margin : 1 / margin,
            HighIsBad = isHighBad,
            Scatter = Scatter.Means with { PriorWeight = settings.Scatter.PriorWeight },
        };
        var result = GateTest.OfMeans([.. trial.Judged.Zip(trial.Control, (canary, stable) => new MeanPair(Of(canary), Of(stable)))], demanded);
        return result.Outcome == GateTestOutcome.NoData ? null : new Weighing(objective, trial, context, result, new CountTest([], null, demanded));

        static SampleMean Of(Bucket bucket) => new(bucket.Exposure, bucket.Mean ?? 0, bucket.StandardDeviation ?? 0);
    }

    private static Finding TooEarly(Finding plain, JudgingContext context) => plain with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.TooFewSamples,
        Reason = $"{plain.Objective} not decided: not one complete {Durations.Say(context.Window.Bucket)} bucket of the {plain.Slice} since its warm-up of {Durations.Say(context.Sequential.WarmUp)}",
    };
}
