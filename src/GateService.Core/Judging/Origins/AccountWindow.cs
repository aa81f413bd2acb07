using GateService.Core.Evidence;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>Counts of accounts over the window that values are those of.</summary>
internal sealed class AccountWindow
{
    private readonly IReadOnlyList<Bucket> _canary;
    private readonly List<int> _window;

    /// <param name="own">An error objective's evidence, without what is booked elsewhere.</param>
    /// <param name="context">Says where the window begins.</param>
    public AccountWindow(ObjectiveEvidence own, JudgingContext context)
    {
        _canary = own.Judged.Buckets;
        _window = [.. _canary.Index().Where(bucket => bucket.Item.Begin >= context.Window.Begin).Select(bucket => bucket.Index)];
        var stable = own.Control.Buckets;
        Requests = _window.Sum(t => _canary[t].Exposure);
        StableRequests = stable.Count == _canary.Count ? _window.Sum(t => stable[t].Exposure) : 0;
    }

    public double Requests { get; }

    public double StableRequests { get; }

    public bool HasStable => StableRequests > 0;

    public double Count(IReadOnlyList<ErrorCount> counts) => _window.Sum(t => counts[t].Failures);

    public double Share(IReadOnlyList<ErrorCount> counts) => Requests > 0 ? Count(counts) / Requests : 0;

    public double StableShare(IReadOnlyList<ErrorCount> counts) => HasStable ? Count(counts) / StableRequests : 0;

    /// <summary>Of all buckets, those before the window too.</summary>
    public IReadOnlyList<(DateTimeOffset Begin, double Bad, double Exposure)> Series(IReadOnlyList<ErrorCount> counts) =>
        [.. _canary.Select((bucket, t) => (bucket.Begin, counts[t].Failures, bucket.Exposure))];
}
