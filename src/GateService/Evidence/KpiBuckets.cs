using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Rows of a KPI laid onto buckets, and what they come to over the window.</summary>
internal sealed class KpiBuckets(EvidencePlan plan, KpiObjective objective, double? own)
{
    /// <summary>Stable's own quantile before the rollout; null where it is not known, or the KPI has none.</summary>
    public double? Own => own;

    private KpiDefinition Definition => objective.Definition;

    /// <summary>Of one slice.</summary>
    /// <param name="events">Bucket by bucket.</param>
    /// <param name="requests">Of the same slice; empty where the KPI is not counted beside requests.</param>
    /// <param name="unit">What one event of a sum is worth.</param>
    /// <param name="weights">The canary's weight in every bucket, for limits that tighten with it.</param>
    /// <param name="isControl">Of stable, which is held against its quantile itself, the canary against the margin beyond.</param>
    public IReadOnlyList<Bucket> Lay(IReadOnlyList<NrqlRow> events, IReadOnlyList<Bucket> requests, double unit, IReadOnlyList<double?> weights, bool isControl) => Definition.IsOfRequests
        ? BesideRequests(events, requests, unit)
        : BucketRows.Lay(plan.Span, events, (begin, row) => Read(begin, row, LimitAt(weights, begin)) with
        {
            BadAgainstStable = own is null ? null : row.Number(isControl ? KpiColumns.BeyondStable : KpiColumns.BeyondMargin),
        });

    /// <summary>A cell of one pod, against what is compared, else against the first limit.</summary>
    public Bucket OfPod(DateTimeOffset begin, NrqlRow row) => own is null ? Read(begin, row, 0) : Read(begin, row, 0) with { Bad = row.Number(KpiColumns.BeyondStable) };

    public IReadOnlyList<Bucket> Exposures(IReadOnlyList<NrqlRow> events) => BucketRows.Lay(plan.Span, events, (begin, row) => new Bucket(begin, KpiColumns.CountOf(row), null));

    /// <param name="buckets">Of one slice.</param>
    /// <param name="quantile">Of the whole window, for a percentile.</param>
    public SliceEvidence Measure(IReadOnlyList<Bucket> buckets, double? quantile)
    {
        var window = buckets.Where(bucket => bucket.Begin >= plan.Window.Begin).ToList();
        var (exposure, bad) = (window.Sum(bucket => bucket.Exposure), window.Sum(bucket => bucket.Bad ?? 0));
        return exposure <= 0 || Value(window, exposure, bad, quantile) is not { } value
            ? new SliceEvidence.NoData { Buckets = buckets }
            : new SliceEvidence.Measured(value, exposure, Definition.Form is KpiForm.Mean || Definition.IsGauge ? null : bad, buckets);
    }

    /// <summary>
    /// What a sum scatters like: events worth E[x²] / E[x] each come as often as chance would have them, whatever the amounts. Taken from stable, where it is
    /// there, so that a canary does not choose its own measure.
    /// </summary>
    public static double Unit(IReadOnlyList<NrqlRow> rows)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var row in rows)
        {
            var (events, mean, deviation) = (KpiColumns.CountOf(row), row.Number(KpiColumns.Mean) ?? 0, row.Number(KpiColumns.Deviation) ?? 0);
            sum += row.Number(KpiColumns.Total) ?? 0;
            squares += events * ((mean * mean) + (deviation * deviation));
        }

        return sum > 0 && squares > 0 ? squares / sum : 0;
    }

    private double? Value(List<Bucket> window, double exposure, double bad, double? quantile) => Definition.Form switch
    {
        KpiForm.Mean => window.Sum(bucket => bucket.Exposure * (bucket.Mean ?? 0)) / exposure,
        KpiForm.Rate or KpiForm.Sum => window.Sum(bucket => Amount(bucket) ?? 0) / (Definition.Per == KpiPer.Request ? exposure : plan.Window.Length.TotalMinutes),
        KpiForm.Percentile => quantile,
        KpiForm.UniqueCount => window.Average(bucket => bucket.Mean),
        KpiForm.Gauge => window.LastOrDefault(bucket => bucket.Mean is not null)?.Mean,
        KpiForm.Ratio => objective.Comparison == Comparison.AtMost ? bad / exposure : 1 - (bad / exposure),
    };

    /// <summary>Events or the sum of one bucket, from its value.</summary>
    private double? Amount(Bucket bucket) => bucket.Mean * (Definition.Per == KpiPer.Request ? bucket.Exposure : plan.Span.Bucket.TotalMinutes);

    /// <summary>A bucket with requests and without events is a rate of 0, one without either says nothing. Events that come after their requests are laid beside the requests that they are of.</summary>
    private List<Bucket> BesideRequests(IReadOnlyList<NrqlRow> events, IReadOnlyList<Bucket> requests, double unit)
    {
        var counted = BucketRows.Lay(plan.Span, events, (begin, row) => new Bucket(begin, 0, Math.Max(0, row.Number(Definition.Form == KpiForm.Sum ? KpiColumns.Total : KpiColumns.Counts) ?? 0)));
        var behind = (int)Math.Ceiling(Definition.Delay / plan.Span.Bucket);
        return [.. counted.Select((own, t) => OfAmount(own.Begin, own.Bad ?? 0, t < behind ? 0 : requests[t - behind].Exposure, unit))];
    }

    private Bucket OfAmount(DateTimeOffset begin, double amount, double requests, double unit)
    {
        double? value = Definition.Per == KpiPer.Request ? requests > 0 ? amount / requests : null : requests + amount > 0 ? amount / plan.Span.Bucket.TotalMinutes : null;
        return new Bucket(begin, requests, Definition.Form == KpiForm.Rate ? amount : unit > 0 ? amount / unit : 0, value);
    }

    private int LimitAt(IReadOnlyList<double?> weights, DateTimeOffset begin)
    {
        if (Definition.Form != KpiForm.Percentile)
        {
            return 0;
        }

        var weight = objective.Judge.Needs.Span ? weights[(int)Math.Round((begin - plan.Span.Begin) / plan.Span.Bucket)] : plan.Weight;
        var limit = objective.Limit!.At(weight);
        return objective.Limit.Entries.Index().First(entry => entry.Item.Value.Equals(limit)).Index;
    }

    private Bucket Read(DateTimeOffset begin, NrqlRow row, int limit)
    {
        var events = KpiColumns.CountOf(row);
        return Definition.Form switch
        {
            KpiForm.Ratio => new Bucket(begin, events, objective.Comparison == Comparison.AtMost ? row.Number(KpiColumns.Meeting) : events - row.Number(KpiColumns.Meeting)),
            KpiForm.Percentile => new Bucket(begin, events, row.Number(KpiColumns.Beyond(limit))),
            KpiForm.UniqueCount or KpiForm.Gauge => events > 0 && row.Number(KpiColumns.Reading) is { } reading ? new Bucket(begin, 1, null, reading) : new Bucket(begin, 0, null),
            KpiForm.Mean or KpiForm.Rate or KpiForm.Sum => new Bucket(begin, events, null, row.Number(KpiColumns.Mean), row.Number(KpiColumns.Deviation)),
        };
    }
}
