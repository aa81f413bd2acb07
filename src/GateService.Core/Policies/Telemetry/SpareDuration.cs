namespace GateService.Core.Policies.Telemetry;

/// <summary>Where a request's duration stands that does not carry the attribute it should.</summary>
/// <param name="Attribute">Of the request.</param>
/// <param name="Unit">Of its values.</param>
public sealed record SpareDuration(string Attribute, DurationUnit Unit);
