namespace GateService.Core.Policies;

/// <summary>One dependency as a policy names it.</summary>
/// <param name="Name">As people say it.</param>
/// <param name="Hosts">Patterns for the names telemetry gives it; its own name where the policy says nothing.</param>
/// <param name="Margin">As <see cref="AttributionSettings.Margin"/>; null takes that.</param>
/// <param name="Witnesses">Other services that call it: a third control where stable is none.</param>
public sealed record DependencySettings(string Name, IReadOnlyList<string> Hosts, double? Margin, IReadOnlyList<string> Witnesses);
