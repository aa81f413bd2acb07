namespace GateService.Core.Evidence;

/// <summary>How the judged slice's pods came and went since the rollout began.</summary>
/// <param name="Seen">Different ones.</param>
/// <param name="AtOnce">The most in one bucket.</param>
/// <param name="Gone">Those that are not among the last any more.</param>
public sealed record PodTurnover(int Seen, int AtOnce, int Gone)
{
    /// <summary>Pods that a drained node and a spell of autoscaling take together, and one more.</summary>
    private const int Many = 3;

    /// <summary>Buckets at the end in which a pod that is there may not have been read.</summary>
    private const int Unread = 2;

    /// <summary>They are replaced one after the other: as many are gone as ever were there at a time.</summary>
    public bool IsRestless => Gone >= Many && Gone >= AtOnce;

    /// <param name="pods">Of each pod the indices of the buckets it was seen in.</param>
    public static PodTurnover Of(IReadOnlyList<IReadOnlyCollection<int>> pods)
    {
        var seen = pods.Where(buckets => buckets.Count > 0).ToList();
        var last = seen.SelectMany(buckets => buckets).DefaultIfEmpty(0).Max();
        return new PodTurnover(
            seen.Count, seen.SelectMany(buckets => buckets).GroupBy(bucket => bucket).Select(same => same.Count()).DefaultIfEmpty(0).Max(), seen.Count(buckets => buckets.Max() <= last - Unread));
    }
}
