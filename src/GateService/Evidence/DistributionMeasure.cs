using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Observations of a metric are the requests, under one of several names. Shares of a distribution become counts when a row is read. Where a service answers two
/// protocols their counts add up, and of their quantiles the slower one is shown.
/// </summary>
internal sealed class DistributionMeasure(TelemetrySource telemetry) : RequestMeasure
{
    /// <summary>New Relic's limit on <c>cdfPercentage</c>.</summary>
    private const int MostBoundaries = 10;

    /// <summary>Columns of a metric that hold shares: more than the boundaries of any query that fits.</summary>
    private const int MostParts = 20;
    private const string Shares = "within";

    private readonly IReadOnlyList<DurationMetric> _metrics = telemetry.Distributions;

    public override IEnumerable<Nrql> Count(Counted what, string name) => _metrics.Index().Select(metric => (metric.Item, metric.Index, Condition: Condition(metric.Item, what)))
        .Where(metric => what == Counted.Requests || metric.Condition is not null)
        .Select(metric => As(metric.Condition is { } condition ? Meeting(metric.Item, Nrql.Trusted(condition)) : Observations(metric.Item), Column(name, metric.Index)));

    public override IEnumerable<Nrql> Count(Nrql condition, string name) => _metrics.Index().Select(metric => As(Meeting(metric.Item, condition), Column(name, metric.Index)));

    /// <summary>A metric without such a column knows no such requests.</summary>
    public override double? Count(NrqlRow row, string name) => _metrics.Index().All(metric => row.Number(Column(name, metric.Index)) is null)
        ? null
        : Sent(row, name).Sum(index => row.Number(Column(name, index)) ?? 0);

    public override IEnumerable<Nrql> Slower(IReadOnlyList<double> boundaries) => boundaries.Chunk(MostBoundaries).Index().SelectMany(part => _metrics.Index().Select(metric => As(
        Nrql.Create($"cdfPercentage({new NrqlIdentifier(metric.Item.Name)}, {Nrql.List(part.Item.Select(seconds => Nrql.Create($"{metric.Item.Unit.Of(seconds)}")))})"),
        Column($"{Shares}{part.Index}", metric.Index))));

    public override double? Slower(NrqlRow row, double seconds) => Sum(Sent(row, RequestColumns.Requests).Select(index => Slower(row, seconds, index)));

    public override IEnumerable<Nrql> Quantile(string name, double percent) =>
        _metrics.Index().Select(metric => As(Nrql.Create($"percentile({new NrqlIdentifier(metric.Item.Name)}, {percent})"), Column(name, metric.Index)));

    public override double? Quantile(NrqlRow row, string name, double percent) => _metrics.Index().GroupBy(metric => metric.Item.Protocol)
        .Max(names => names.Select(metric => row.Percentile(Column(name, metric.Index), percent) * metric.Item.Unit.InSeconds()).FirstOrDefault(seconds => seconds is not null));

    /// <summary>Both conventions can be sent at once: then failed requests stand in rows of either.</summary>
    public override IReadOnlyList<NrqlRow> Once(IReadOnlyList<NrqlRow> rows, string name)
    {
        var sent = _metrics.Index().GroupBy(metric => metric.Item.Protocol)
            .SelectMany(names => names.Where(metric => rows.Any(row => row.Number(Column(name, metric.Index)) > 0)).Take(1)).Select(metric => metric.Index).ToHashSet();
        return [.. rows.Where(row => _metrics.Index().All(metric => sent.Contains(metric.Index) || !(row.Number(Column(name, metric.Index)) > 0))
            || sent.Any(index => row.Number(Column(name, index)) > 0))];
    }

    private static string Column(string name, int metric) => metric == 0 ? name : $"{name}_{metric + 1}";

    private static double? Sum(IEnumerable<double?> counts) => counts.Aggregate((double?)0, (sum, count) => sum + count);

    private static Nrql Observations(DurationMetric metric) => Nrql.Create($"count({new NrqlIdentifier(metric.Name)})");

    private static Nrql Meeting(DurationMetric metric, Nrql condition) => Nrql.Create($"filter({Observations(metric)}, WHERE {condition})");

    private string? Condition(DurationMetric metric, Counted what) => what switch
    {
        Counted.Requests => null,
        Counted.Errors => metric.Conditions is { } own ? own.Error : telemetry.Error,
        Counted.Marked => metric.Conditions is { } own ? own.Marked : telemetry.Marked,
        Counted.Refusals => metric.Conditions is { } own ? own.Refusal : telemetry.Refusal,
        Counted.Denials => metric.Conditions is { } own ? own.Denial : telemetry.Denial,
        Counted.Untold => metric.Conditions is { } own ? own.Untold : telemetry.Untold,
    };

    /// <summary>Of every protocol the first name that counts requests in this row, by its place among the metrics.</summary>
    private IEnumerable<int> Sent(NrqlRow row, string name) => _metrics.Index().GroupBy(metric => metric.Item.Protocol)
        .SelectMany(names => names.Where(metric => (row.Number(Column(RequestColumns.Requests, metric.Index)) ?? row.Number(Column(name, metric.Index))) > 0).Take(1))
        .Select(metric => metric.Index);

    private double? Slower(NrqlRow row, double seconds, int metric)
    {
        var share = Enumerable.Range(0, MostParts).Select(part => row.Percentile(Column($"{Shares}{part}", metric), _metrics[metric].Unit.Of(seconds))).FirstOrDefault(found => found is not null);
        return row.Number(Column(RequestColumns.Requests, metric)) * (1 - (share / 100));
    }
}
