using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A row is a request, and says how long it took.</summary>
internal sealed class EventMeasure(TelemetrySource telemetry) : RequestMeasure
{
    private readonly NrqlIdentifier _duration = new(telemetry.DurationAttribute);

    public override IEnumerable<Nrql> Count(Counted what, string name) => what switch
    {
        Counted.Requests => [As(Nrql.Create($"count(*)"), name)],
        Counted.Errors => Count(RequestConditions.Error(telemetry), name),
        Counted.Marked => RequestConditions.Marked(telemetry) is { } marked ? Count(marked, name) : [],
        Counted.Refusals => RequestConditions.Refusal(telemetry) is { } refusal ? Count(refusal, name) : [],
        Counted.Untold => RequestConditions.Untold(telemetry) is { } untold ? Count(untold, name) : [],
    };

    public override IEnumerable<Nrql> Timed(string name) => Count(Nrql.Create($"{_duration} IS NOT NULL"), name);

    public override IEnumerable<Nrql> Count(Nrql condition, string name) => [As(Meeting(condition), name)];

    public override double? Count(NrqlRow row, string name) => row.Number(name);

    public override IEnumerable<Nrql> Slower(IReadOnlyList<double> boundaries) =>
        boundaries.Select(boundary => As(Meeting(Nrql.Create($"{_duration} > {telemetry.InUnits(boundary)}")), RequestColumns.Slow(boundary)));

    public override double? Slower(NrqlRow row, double seconds) => row.Number(RequestColumns.Slow(seconds));

    public override IEnumerable<Nrql> Quantile(string name, double percent) => [As(Nrql.Create($"percentile({_duration}, {percent})"), name)];

    public override double? Quantile(NrqlRow row, string name, double percent) => row.Percentile(name, percent) * telemetry.SecondsPerUnit;

    private static Nrql Meeting(Nrql condition) => Nrql.Create($"filter(count(*), WHERE {condition})");
}
