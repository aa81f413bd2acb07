namespace NewRelic.Api;

/// <summary>What <c>apdex()</c> reports.</summary>
/// <param name="Count">Requests.</param>
/// <param name="Satisfied">Requests within T.</param>
/// <param name="Tolerating">Requests within 4 T.</param>
/// <param name="Frustrated">The others.</param>
/// <param name="Score">0 to 1; null without requests.</param>
public sealed record NrqlApdex(double Count, double Satisfied, double Tolerating, double Frustrated, double? Score);
