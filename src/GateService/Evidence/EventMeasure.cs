using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A row is a request, and says how long it took.</summary>
internal sealed class EventMeasure(TelemetrySource telemetry) : RequestMeasure
{
    private readonly NrqlIdentifier _duration = new(telemetry.DurationAttribute);
    private readonly Dictionary<double, string> _slow = [];
    private readonly NrqlIdentifier? _spare = telemetry.SpareDuration is { } spare ? new NrqlIdentifier(spare.Attribute) : null;

    public override IEnumerable<Nrql> Count(Counted what, string name) => what switch
    {
        Counted.Requests => [As(Nrql.Create($"count(*)"), name)],
        Counted.Errors => Count(RequestConditions.Error(telemetry), name),
        Counted.Marked => RequestConditions.Marked(telemetry) is { } marked ? Count(marked, name) : [],
        Counted.Refusals => RequestConditions.Refusal(telemetry) is { } refusal ? Count(refusal, name) : [],
        Counted.Denials => RequestConditions.Denial(telemetry) is { } denial ? Count(denial, name) : [],
        Counted.Untold => RequestConditions.Untold(telemetry) is { } untold ? Count(untold, name) : [],
    };

    public override IEnumerable<Nrql> Timed(string name) => Count(_spare is { } spare ? Nrql.Create($"{_duration} IS NOT NULL OR {spare} IS NOT NULL") : Nrql.Create($"{_duration} IS NOT NULL"), name);

    public override IEnumerable<Nrql> Count(Nrql condition, string name) => [As(Meeting(condition), name)];

    public override double? Count(NrqlRow row, string name) => row.Number(name);

    public override IEnumerable<Nrql> Slower(IReadOnlyList<double> boundaries) =>
        boundaries.Select(boundary => As(Meeting(Longer(boundary)), RequestColumns.Slow(boundary)));

    public override double? Slower(NrqlRow row, double seconds)
    {
        // The same few boundaries in every row.
        if (!_slow.TryGetValue(seconds, out var name))
        {
            _slow[seconds] = name = RequestColumns.Slow(seconds);
        }

        return row.Number(name);
    }

    public override IEnumerable<Nrql> Quantile(string name, double percent) => [As(Nrql.Create($"percentile({Duration}, {percent})"), name)];

    public override double? Quantile(NrqlRow row, string name, double percent) => row.Percentile(name, percent) * telemetry.SecondsPerUnit;

    /// <summary>In the unit of the telemetry, whichever attribute holds it.</summary>
    private Nrql Duration => _spare is { } spare ? Nrql.Create($"if({_duration} IS NULL, {spare} * {telemetry.InUnits(telemetry.SpareDuration!.Unit.InSeconds())}, {_duration})") : Nrql.Create($"{_duration}");

    private Nrql Longer(double seconds) => _spare is { } spare
        ? Nrql.Create($"{_duration} > {telemetry.InUnits(seconds)} OR ({_duration} IS NULL AND {spare} > {telemetry.SpareDuration!.Unit.Of(seconds)})")
        : Nrql.Create($"{_duration} > {telemetry.InUnits(seconds)}");

    private static Nrql Meeting(Nrql condition) => Nrql.Create($"filter(count(*), WHERE {condition})");
}
