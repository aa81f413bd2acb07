using NewRelic.Api;

namespace GateService.Cli.Telemetry;

/// <summary>One number that is asked of the events of a scope.</summary>
/// <param name="Nrql">As in a SELECT, without a name.</param>
/// <param name="Percentile">From 0 to 100, where it is one.</param>
internal sealed record Column(Nrql Nrql, double? Percentile = null)
{
    public static Column Events { get; } = new(Nrql.Create($"count(*)"));

    public static Column Carrying(string attribute) => new(Nrql.Create($"count({new NrqlIdentifier(attribute)})"));

    /// <param name="condition">From a policy file, read by the reader of conditions.</param>
    public static Column Meeting(string condition) => new(Nrql.Create($"filter(count(*), WHERE {Nrql.Trusted(condition)})"));

    /// <param name="attribute">What is measured.</param>
    /// <param name="quantile">Between 0 and 1; null where the mean is meant.</param>
    public static Column Size(string attribute, double? quantile) => quantile is { } share
        ? new Column(Nrql.Create($"percentile({new NrqlIdentifier(attribute)}, {100 * share})"), 100 * share)
        : new Column(Nrql.Create($"average({new NrqlIdentifier(attribute)})"));
}
