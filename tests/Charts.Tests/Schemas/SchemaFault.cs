namespace Charts.Tests.Schemas;

/// <summary>What one check found wrong with one manifest; the last line of a report says how many were looked at.</summary>
internal sealed record SchemaFault(string? File, string? Id, string? Fault, int? Looked);
