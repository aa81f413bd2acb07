using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>TIMESERIES rows laid onto the window's buckets; New Relic may leave empty ones out.</summary>
internal static class BucketRows
{
    public static IReadOnlyList<Bucket> Lay(EvaluationWindow window, IEnumerable<NrqlRow> rows, Func<DateTimeOffset, NrqlRow, Bucket> read)
    {
        var buckets = Enumerable.Range(0, window.Buckets).Select(i => new Bucket(window.Begin + (i * window.Bucket), 0, null)).ToArray();
        foreach (var row in rows)
        {
            if (row.BeginTime is { } begin && (int)Math.Round((begin - window.Begin) / window.Bucket) is var index && index >= 0 && index < buckets.Length)
            {
                buckets[index] = read(buckets[index].Begin, row);
            }
        }

        return buckets;
    }
}
