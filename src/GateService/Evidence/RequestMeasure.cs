using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// How the requests of a telemetry are counted, and how their durations are held against seconds: which columns are asked for, and what their answers say. One
/// class for each shape of telemetry. What is read from a row is null where New Relic did not say.
/// </summary>
internal abstract class RequestMeasure
{
    public static RequestMeasure Of(TelemetrySource telemetry) => telemetry switch
    {
        { Counters: { } counters } => new CounterMeasure(telemetry, counters),
        { Distributions.Count: > 0 } => new DistributionMeasure(telemetry),
        _ => new EventMeasure(telemetry),
    };

    /// <summary>Columns that count requests; none where the telemetry knows no such requests.</summary>
    public abstract IEnumerable<Nrql> Count(Counted what, string name);

    /// <summary>Columns that count the requests which tell how long they took; none where all do.</summary>
    public virtual IEnumerable<Nrql> Timed(string name) => [];

    /// <summary>Columns that count the requests which meet a condition.</summary>
    public abstract IEnumerable<Nrql> Count(Nrql condition, string name);

    /// <summary>Requests counted under a name.</summary>
    public abstract double? Count(NrqlRow row, string name);

    /// <summary>Columns that tell how many requests took longer than each of these boundaries; the requests themselves are asked for beside them.</summary>
    /// <param name="boundaries">In seconds, each once.</param>
    public abstract IEnumerable<Nrql> Slower(IReadOnlyList<double> boundaries);

    /// <summary>Requests that took longer than a boundary that was asked for; fractional where it lies between two that the telemetry knows.</summary>
    public abstract double? Slower(NrqlRow row, double seconds);

    /// <param name="name">Of the column.</param>
    /// <param name="percent">0 to 100.</param>
    public abstract IEnumerable<Nrql> Quantile(string name, double percent);

    /// <summary>In seconds.</summary>
    public abstract double? Quantile(NrqlRow row, string name, double percent);

    /// <summary>Rows with a facet each, without those that tell the same requests once more under an older name.</summary>
    public virtual IReadOnlyList<NrqlRow> Once(IReadOnlyList<NrqlRow> rows, string name) => rows;

    protected static Nrql As(Nrql value, string name) => Nrql.Create($"{value} AS {new NrqlIdentifier(name)}");
}
