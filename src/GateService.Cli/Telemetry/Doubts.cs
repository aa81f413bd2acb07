using GateService.Core.Policies.Reading;

namespace GateService.Cli.Telemetry;

/// <summary>What New Relic's events say against a policy.</summary>
/// <param name="Faults">What is named there carries no event at all.</param>
/// <param name="Warnings">What may be meant so, and mostly is not.</param>
internal sealed record Doubts(IReadOnlyList<PolicyFault> Faults, IReadOnlyList<PolicyFault> Warnings);
