namespace GateService.Policies;

/// <summary>Errors to try the signature rules of a policy on.</summary>
/// <param name="Errors">At least one, as New Relic shows them.</param>
/// <param name="Policy">Name of the policy. Default: the service's, else the team's, else the organisation's for a canary.</param>
/// <param name="Service">Whose layers apply.</param>
/// <param name="Team">Whose layer applies.</param>
internal sealed record ClassifyRequest(IReadOnlyList<ErrorExample> Errors, string? Policy = null, string? Service = null, string? Team = null);

/// <summary>One error as New Relic shows it; what it does not show is left away.</summary>
/// <param name="Type">Exception class.</param>
/// <param name="Message">Its message.</param>
/// <param name="Status">Status the service answered, HTTP or gRPC.</param>
/// <param name="Dependency">Host whose call failed in the same request.</param>
/// <param name="Flag">Response flag of a gateway, such as UF.</param>
internal sealed record ErrorExample(string? Type = null, string? Message = null, string? Status = null, string? Dependency = null, string? Flag = null);
