using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>Evidence without what some young pods of the canary did: what its other pods did, and they themselves once they were warm.</summary>
internal static class WithoutYoung
{
    /// <param name="evidence">All of it.</param>
    /// <param name="docket">Its trials.</param>
    /// <param name="lives">Which ones, of those that an objective's pods show.</param>
    public static GateEvidence Of(GateEvidence evidence, Docket docket, Func<YoungPods, IReadOnlyList<PodLife>> lives)
    {
        var left = docket.Trials.Where(trial => trial.Evidence.CanaryPods.Count > 0).Select(trial => (Trial: trial, Young: YoungPods.Of(trial))).Where(known => known.Young is not null)
            .ToDictionary(known => known.Trial.Objective.Name, known => Of(known.Trial, known.Young!, lives(known.Young!)));
        var counted = docket.Trials.FirstOrDefault(trial => trial.Objective.IsAttributed && left.ContainsKey(trial.Objective.Name));
        return evidence with
        {
            Objectives = [.. evidence.Objectives.Select(objective => left.GetValueOrDefault(objective.Objective) ?? objective)],
            Errors = evidence.Errors is { } errors && counted is not null ? Less(errors, counted.Evidence.Judged.Buckets, left[counted.Objective.Name].Judged.Buckets) : evidence.Errors,
        };
    }

    private static ObjectiveEvidence Of(Trial trial, YoungPods young, IReadOnlyList<PodLife> lives)
    {
        var evidence = trial.Evidence;
        List<Bucket> buckets = [.. evidence.Judged.Buckets.Select((bucket, t) => Less(bucket, young.In(t, lives), Over(bucket, evidence.CanaryPods, t)))];
        return evidence with { Judged = evidence.Judged is SliceEvidence.Measured measured ? Measured(trial, measured, buckets) : evidence.Judged with { Buckets = buckets } };
    }

    /// <summary>How much of what pods show is bad is counted in their slice: there errors that somebody expected are left out of it.</summary>
    private static double Over(Bucket bucket, IReadOnlyList<PodSeries> pods, int t) => pods.Sum(pod => pod.Cells[t].Bad ?? 0) is > 0 and var told ? Math.Min(1, (bucket.Bad ?? 0) / told) : 1;

    private static Bucket Less(Bucket bucket, Bucket young, double counted)
    {
        var exposure = Math.Max(0, bucket.Exposure - young.Exposure);
        return bucket with
        {
            Exposure = exposure,
            Bad = Rest(bucket.Bad, counted * young.Bad),
            BadAgainstStable = Rest(bucket.BadAgainstStable, young.BadAgainstStable),
            BadOverFloor = Rest(bucket.BadOverFloor, young.BadOverFloor),
            Denied = Rest(bucket.Denied, young.Denied),
        };

        double? Rest(double? all, double? gone) => all is { } bad ? Math.Clamp(bad - (gone ?? 0), 0, exposure) : null;
    }

    /// <summary>Shares are those of what is left. A quantile cannot be told anew; but whether it keeps its limit can.</summary>
    private static SliceEvidence Measured(Trial trial, SliceEvidence.Measured all, IReadOnlyList<Bucket> buckets)
    {
        var window = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).ToList();
        var (bad, sample) = (window.Sum(bucket => bucket.Bad ?? 0), window.Sum(bucket => bucket.Exposure));
        return sample <= 0 ? new SliceEvidence.NoData { Buckets = buckets }
            : new SliceEvidence.Measured(
                trial.Objective is LatencyObjective latency ? bad <= (1 - latency.Quantile) * sample ? Math.Min(all.Value, latency.Limit!.At(trial.Context.Weight)) : all.Value
                : trial.Objective.Comparison == Comparison.AtMost ? bad / sample : 1 - (bad / sample),
                sample,
                bad,
                buckets);
    }

    /// <summary>Failures are told apart by what they say, not by pod: of every kind as many are left as of all together.</summary>
    private static ErrorEvidence Less(ErrorEvidence errors, IReadOnlyList<Bucket> all, IReadOnlyList<Bucket> left)
    {
        return errors with { Canary = [.. errors.Canary.Select(series => series with { Buckets = [.. series.Buckets.Select((count, t) => new ErrorCount(Share(t) * count.Errors, Share(t) * count.Failures))] })] };

        double Share(int t) => t < all.Count && all[t].Bad is > 0 and var bad ? (left[t].Bad ?? 0) / bad : 1;
    }
}
