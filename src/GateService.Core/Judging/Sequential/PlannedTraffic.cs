using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>A rollout that has not begun, as a trial: today's traffic split by the weight of each step, both slices as good as stable.</summary>
internal static class PlannedTraffic
{
    /// <summary>How far a step is looked ahead, in buckets: a day of minutes.</summary>
    public const int Longest = 1440;

    /// <param name="objective">Whose evidence.</param>
    /// <param name="steps">The steps before, whole, and the one that is looked at, as long as anybody looks.</param>
    /// <param name="looks">What was seen of the service, held against the limits of each step.</param>
    /// <param name="policy">By which the rollout will be judged.</param>
    /// <returns>The trial, and of every bucket that counts the step it belongs to; null where the objective sees nothing.</returns>
    public static (Trial Trial, IReadOnlyList<int> Steps)? Of(Objective objective, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PowerLook> looks, GatePolicy policy)
    {
        var (first, bucket) = (looks[0].Plan.Span.Begin, looks[0].Plan.Span.Bucket);
        var (judged, control, weights, begins, of) = (new List<Bucket>(), new List<Bucket>(), new List<double?>(), new List<int>(), new List<int>());
        ObjectiveEvidence? known = null;
        for (var i = 0; i < steps.Count; i++)
        {
            if (looks[i].Evidence.Objectives.FirstOrDefault(evidence => evidence.Objective == objective.Name) is not { } evidence || Usual(evidence, objective) is not { } usual)
            {
                return null;
            }

            known ??= evidence;
            begins.AddRange(i > 0 ? [judged.Count] : Array.Empty<int>());
            var share = steps[i].Weight / 100;
            for (var t = (int)(steps[i].Length / bucket); t > 0; t--)
            {
                var begin = first + (judged.Count * bucket);
                judged.Add(Part(usual, share, objective, begin));
                control.Add(Part(usual, 1 - share, objective, begin));
                weights.Add(steps[i].Weight);
                of.Add(i);
            }
        }

        var context = new JudgingContext(steps[^1].Weight, new EvaluationWindow(first, first + (judged.Count * bucket), bucket), Slice.Canary)
        {
            Mode = GateMode.Step,
            ExpectsControl = steps[^1].Weight < 100,
            Steps = new StepWeights(weights, begins),
            Sequential = policy.Sequential,
            JudgesOnlyAgainstStable = policy.JudgesOnlyAgainstStable,
            Emergency = ErrorBudget.EmergencyOf(policy),
            AlphaPerWeight = ErrorBudget.PerWeight(policy),
        };
        var trial = new Trial(
            objective,
            known! with { Judged = new SliceEvidence.Measured(0, judged.Sum(one => one.Exposure), null, judged), Control = new SliceEvidence.Measured(0, control.Sum(one => one.Exposure), null, control) },
            context);
        return (trial, [.. trial.Kept.Indices.Select(t => of[t])]);
    }

    /// <summary>A bucket like the mean of them, of both slices together and as good as stable; null where nothing was observed.</summary>
    private static Bucket? Usual(ObjectiveEvidence evidence, Objective objective)
    {
        var (judged, control) = (evidence.Judged.Buckets, evidence.Control.Buckets);
        var count = Math.Max(judged.Count, control.Count);
        var all = judged.Sum(bucket => bucket.Exposure) + control.Sum(bucket => bucket.Exposure);
        if (MinutesOverLimit.Covers(objective))
        {
            return all > 0 || objective is PodHealthObjective ? new Bucket(default, 1, null, objective.Limit?.At(null) ?? 0) : null;
        }

        var stable = (control.Sum(bucket => bucket.Exposure) > 0 ? control : judged).Where(bucket => bucket.Exposure > 0).ToList();
        if (all <= 0)
        {
            return null;
        }

        var (exposure, seen) = (all / count, stable.Sum(bucket => bucket.Exposure));
        return new Bucket(
            default,
            exposure,
            Share(bucket => bucket.Bad),
            Mean(bucket => bucket.Mean),
            Mean(bucket => bucket.StandardDeviation),
            Share(bucket => bucket.BadAgainstStable),
            BadOverFloor: Share(bucket => bucket.BadOverFloor));

        double? Share(Func<Bucket, double?> bad) => stable.TrueForAll(bucket => bad(bucket) is null) ? null : exposure * stable.Sum(bucket => bad(bucket) ?? 0) / seen;

        double? Mean(Func<Bucket, double?> value) => stable.TrueForAll(bucket => value(bucket) is null) ? null : stable.Sum(bucket => bucket.Exposure * (value(bucket) ?? 0)) / seen;
    }

    private static Bucket Part(Bucket whole, double share, Objective objective, DateTimeOffset begin) => MinutesOverLimit.Covers(objective) ? whole with { Begin = begin } : whole with
    {
        Begin = begin,
        Exposure = share * whole.Exposure,
        Bad = share * whole.Bad,
        Mean = objective.Unit == Unit.PerMinute ? share * whole.Mean : whole.Mean,
        BadAgainstStable = share * whole.BadAgainstStable,
        BadOverFloor = share * whole.BadOverFloor,
    };
}
