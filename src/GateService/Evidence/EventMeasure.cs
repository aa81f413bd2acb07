using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A row is a request, and says how long it took.</summary>
internal sealed class EventMeasure(TelemetrySource telemetry) : RequestMeasure
{
    private readonly NrqlIdentifier _duration = new(telemetry.DurationAttribute);

    public override Nrql Requests { get; } = Nrql.Create($"count(*)");

    public override Nrql? Timed => Count(Nrql.Create($"{_duration} IS NOT NULL"));

    public override Nrql Count(Nrql condition) => Nrql.Create($"filter(count(*), WHERE {condition})");

    public override Nrql SlowerThan(double seconds) => Count(Nrql.Create($"{_duration} > {InUnits(seconds)}"));

    public override Nrql Within(double seconds) => Count(Nrql.Create($"{_duration} <= {InUnits(seconds)}"));

    public override Nrql Between(double seconds, double most) => Count(Nrql.Create($"{_duration} > {InUnits(seconds)} AND {_duration} <= {InUnits(most)}"));

    public override Nrql Quantile(double percent) => Nrql.Create($"percentile({_duration}, {percent})");

    public override double InSeconds(double units) => telemetry.SecondsPerUnit * units;

    /// <summary>Decimal, so that 1.2 s are 1200 ms and not a little more.</summary>
    private double InUnits(double seconds) => (double)((decimal)seconds / (decimal)telemetry.SecondsPerUnit);
}
