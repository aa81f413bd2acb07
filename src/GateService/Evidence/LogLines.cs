using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Evidence;

/// <summary>One bucket of a slice's log.</summary>
/// <param name="Begin">Of the bucket.</param>
/// <param name="Requests">That the slice served in it.</param>
/// <param name="Lines">Of any level.</param>
/// <param name="Errors">Error lines among them.</param>
/// <param name="Unlevelled">Those among them that do not tell their level.</param>
internal readonly record struct LogBucket(DateTimeOffset Begin, double Requests, double Lines, double Errors, double Unlevelled);

/// <summary>The log of one slice since the rollout began.</summary>
/// <param name="Name">Of the slice.</param>
/// <param name="Buckets">Oldest first; none where there is no such slice.</param>
internal sealed record LogLines(string Name, IReadOnlyList<LogBucket> Buckets)
{
    /// <summary>Buckets in which a count that stands still is no chance.</summary>
    private const int FlatBuckets = 8;

    /// <summary>Variance over mean: of live traffic it is about 1.</summary>
    private const double Flat = 0.05;

    /// <summary>Lines in a minute from which on an agent's cap (10,000 a minute and process by default) can be what stands still.</summary>
    private const double FewestCapped = 2_000;

    public double Requests => Buckets.Sum(bucket => bucket.Requests);

    public double Lines => Buckets.Sum(bucket => bucket.Lines);

    public double Unlevelled => Buckets.Sum(bucket => bucket.Unlevelled);

    /// <summary>As many lines in every bucket: an agent at its cap leaves the others out.</summary>
    public bool StandsStill(TimeSpan bucket)
    {
        var latest = Buckets.Where(counted => counted.Lines > 0).TakeLast(FlatBuckets).Select(counted => counted.Lines).ToList();
        var mean = latest.Sum() / Math.Max(1, latest.Count);
        return latest.Count == FlatBuckets && mean >= FewestCapped * bucket.TotalMinutes && latest.Sum(count => (count - mean) * (count - mean)) / (FlatBuckets - 1) < Flat * mean;
    }

    /// <summary>Error lines per request over the window; requests without any are a rate of 0.</summary>
    public SliceEvidence Measured(EvidencePlan plan)
    {
        IReadOnlyList<Bucket> buckets = [.. Buckets.Select(bucket => new Bucket(bucket.Begin, bucket.Requests, bucket.Errors, bucket.Requests > 0 ? bucket.Errors / bucket.Requests : null))];
        var window = Buckets.Where(bucket => bucket.Begin >= plan.Window.Begin).ToList();
        var (requests, errors) = (window.Sum(bucket => bucket.Requests), window.Sum(bucket => bucket.Errors));
        return requests > 0 ? new SliceEvidence.Measured(errors / requests, requests, errors, buckets) : new SliceEvidence.NoData { Buckets = buckets };
    }
}
