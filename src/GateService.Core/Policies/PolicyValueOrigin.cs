namespace GateService.Core.Policies;

/// <summary>Where one effective value of a policy was set.</summary>
/// <param name="Path">Dotted path inside the policy, e.g. <c>objectives.error-rate.limit.25</c>.</param>
/// <param name="Value">The value as written.</param>
/// <param name="File">File name relative to the policies directory, or <c>request</c>.</param>
/// <param name="Line">1-based line in that file.</param>
public sealed record PolicyValueOrigin(string Path, string Value, string File, int Line);
