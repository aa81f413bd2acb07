using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>TIMESERIES rows laid onto the window's buckets; New Relic may leave empty ones out.</summary>
internal static class BucketRows
{
    /// <summary>Rows with the index of the bucket they belong to; those of none are left out.</summary>
    public static IEnumerable<(int Index, NrqlRow Row)> Index(EvaluationWindow window, IEnumerable<NrqlRow> rows)
    {
        var buckets = window.Buckets;
        foreach (var row in rows)
        {
            if (row.BeginTime is { } begin && (int)Math.Round((begin - window.Begin) / window.Bucket) is >= 0 and var index && index < buckets)
            {
                yield return (index, row);
            }
        }
    }

    public static IReadOnlyList<Bucket> Lay(EvaluationWindow window, IEnumerable<NrqlRow> rows, Func<DateTimeOffset, NrqlRow, Bucket> read)
    {
        var buckets = new Bucket[window.Buckets];
        foreach (var (index, row) in Index(window, rows))
        {
            if (read(BeginOf(index), row) is var bucket && !IsEmpty(bucket))
            {
                buckets[index] = bucket;
            }
        }

        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] ??= new Bucket(BeginOf(i), 0, null);
        }

        return buckets;

        DateTimeOffset BeginOf(int index) => window.Begin.AddTicks(index * window.Bucket.Ticks);
    }

    /// <summary>Whether New Relic says so or leaves the row out depends on what else it was asked about in the same query.</summary>
    private static bool IsEmpty(Bucket bucket) => bucket is { Exposure: 0, Bad: null or 0, Mean: null, StandardDeviation: null or 0, BadAgainstStable: null or 0, AllBad: null or 0, BadOverFloor: null or 0, BadOverLimit: null or 0 };
}
