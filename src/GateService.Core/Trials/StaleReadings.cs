using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>
/// A gauge that was read again and again and is no more: who reported it died, as a group of consumers does, and its last reading is of a better time. Its own pace says what is late: three times
/// its usual distance between two readings, longer than ever before, and three minutes at the least, beyond what the policy allows New Relic to be late.
/// </summary>
/// <param name="Since">End of the last bucket with a reading.</param>
/// <param name="Length">Until the end of what is known.</param>
/// <param name="Usual">Distance between two readings, the median; null after a single one.</param>
internal sealed record StaleReadings(DateTimeOffset Since, TimeSpan Length, TimeSpan? Usual)
{
    private const int Times = 3;

    /// <summary>Buckets at the end in which a gauge that is well may not have been read.</summary>
    private const int Unread = 2;

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(3);

    /// <summary>New Relic shows what CloudWatch says of a queue so much later, and polls it every five minutes.</summary>
    private static readonly TimeSpan CloudWatch = TimeSpan.FromMinutes(5);

    /// <summary>Distance that a single reading is held to: of a gauge that is read every five minutes the next one is still to come.</summary>
    private static readonly TimeSpan Assumed = TimeSpan.FromMinutes(2);

    /// <summary>Null where readings go on, there were none, or none is to be expected.</summary>
    public static StaleReadings? Of(Trial trial)
    {
        var (buckets, bucket) = (trial.Evidence.Judged.Buckets, trial.Context.Window.Bucket);
        var read = buckets.Index().Where(known => known.Item.Mean is not null).Select(known => known.Index).ToList();
        if (read.Count == 0 || !IsRead(trial, read[^1]))
        {
            return null;
        }

        var distances = read.Zip(read.Skip(1), (one, next) => next - one).Order().ToList();
        TimeSpan? usual = distances.Count > 0 ? distances[distances.Count / 2] * bucket : null;
        var missing = buckets.Count - 1 - read[^1];
        var isLate = missing >= Unread && missing >= distances.LastOrDefault() && missing * bucket >= Times * (usual ?? Assumed) && missing * bucket >= LeastOf(trial.Objective);
        return isLate ? new StaleReadings(buckets[read[^1]].Begin + bucket, missing * bucket, usual) : null;
    }

    /// <summary>Different values of events are none where there are no events, unless stable goes on having some; all else that is a gauge is read whatever happens.</summary>
    private static bool IsRead(Trial trial, int last) => MinutesOverLimit.Covers(trial.Objective)
        && (trial.Objective is not KpiObjective { Definition.Form: KpiForm.UniqueCount } || trial.Evidence.Control.Buckets.Skip(last + 1).ToList() is { Count: > 0 } beside && beside.TrueForAll(bucket => bucket.Mean is not null));

    private static TimeSpan LeastOf(Objective objective) => objective is QueueLagObjective { Queue.System: QueueSystem.Sqs } ? Least + CloudWatch : Least;
}
