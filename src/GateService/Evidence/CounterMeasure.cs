using System.Globalization;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Counters of Prometheus. How many requests took longer than a boundary is exact at a bound of the histogram, on a straight line between two bounds, and beyond
/// the last one all that lies beyond it. A bound that nobody sends is not known, and never none.
/// </summary>
internal sealed class CounterMeasure(TelemetrySource telemetry, CounterSource counters) : RequestMeasure
{
    private readonly NrqlIdentifier _requests = new(counters.Requests);
    private readonly NrqlIdentifier _histogram = new(telemetry.DurationAttribute);

    public override IEnumerable<Nrql> Count(Counted what, string name) => what switch
    {
        Counted.Requests => [As(Nrql.Create($"sum({_requests})"), name)],
        Counted.Errors => Count(RequestConditions.Error(telemetry), name),
        Counted.Marked => RequestConditions.Marked(telemetry) is { } marked ? Count(marked, name) : [],
        Counted.Refusals => RequestConditions.Refusal(telemetry) is { } refusal ? Count(refusal, name) : [],
        Counted.Denials => RequestConditions.Denial(telemetry) is { } denial ? Count(denial, name) : [],
        Counted.Untold => RequestConditions.Untold(telemetry) is { } untold ? Count(untold, name) : [],
    };

    public override IEnumerable<Nrql> Count(Nrql condition, string name) => [As(Meeting(condition), name)];

    public override double? Count(NrqlRow row, string name) => row.Number(name);

    public override IEnumerable<Nrql> Slower(IReadOnlyList<double> boundaries) => boundaries.SelectMany(boundary => Around(telemetry.InUnits(boundary))).Distinct().SelectMany(bound => new[]
    {
        As(Nrql.Create($"filter(sum({_histogram}), WHERE numeric(le) = {bound})"), Within(bound)),
        As(Nrql.Create($"filter(count({_histogram}), WHERE numeric(le) = {bound})"), Told(bound)),
    });

    public override double? Slower(NrqlRow row, double seconds) => row.Number(RequestColumns.Requests) switch
    {
        > 0 and { } requests => UpTo(row, telemetry.InUnits(seconds)) is { } within ? Math.Clamp(requests - within, 0, requests) : null,
        var none => none,
    };

    public override IEnumerable<Nrql> Quantile(string name, double percent) => [As(Nrql.Create($"bucketPercentile({_histogram}, {percent})"), name)];

    public override double? Quantile(NrqlRow row, string name, double percent) => row.Percentile(name, percent) * telemetry.SecondsPerUnit;

    private static string Within(double bound) => $"within_{Label(bound)}";

    /// <summary>How many readings told of the bound.</summary>
    private static string Told(double bound) => $"told_{Label(bound)}";

    private static string Label(double bound) => bound.ToString(CultureInfo.InvariantCulture).Replace('.', '_');

    private Nrql Meeting(Nrql condition) => Nrql.Create($"filter(sum({_requests}), WHERE {condition})");

    /// <summary>The bounds that a boundary lies between; itself where it is one, and one alone at the ends.</summary>
    private IEnumerable<double> Around(double boundary) => counters.Bounds.Contains(boundary) ? [boundary]
        : counters.Bounds.Where(bound => bound < boundary).TakeLast(1).Concat(counters.Bounds.Where(bound => bound > boundary).Take(1));

    private double? UpTo(NrqlRow row, double boundary) => Around(boundary).ToList() switch
    {
        [var only] when only > boundary => Read(row, only) * boundary / only,
        [var only] => Read(row, only),
        [var low, var high] => Read(row, low) + ((Read(row, high) - Read(row, low)) * (boundary - low) / (high - low)),
        _ => null,
    };

    private static double? Read(NrqlRow row, double bound) => row.Number(Told(bound)) > 0 ? row.Number(Within(bound)) : null;
}
