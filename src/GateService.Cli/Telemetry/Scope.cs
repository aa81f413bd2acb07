using NewRelic.Api;

namespace GateService.Cli.Telemetry;

/// <summary>Events that are asked about.</summary>
/// <param name="EventType">Of which type.</param>
/// <param name="By">Attribute that names the service; null for those of every service.</param>
/// <param name="Service">Its name; null for every service.</param>
internal sealed record Scope(string EventType, string? By = null, string? Service = null)
{
    public Nrql Where => By is null || Service is null ? Nrql.Empty : Nrql.Create($" WHERE {new NrqlIdentifier(By)} = {Service}");
}
