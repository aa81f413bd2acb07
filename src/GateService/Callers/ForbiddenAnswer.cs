namespace GateService.Callers;

/// <summary>Marks endpoints that tell a caller they know, but that lacks a role, in their own form: who asks there reads no 403 (docs/decisions/0005).</summary>
/// <param name="Of">The answer, from the reason.</param>
internal sealed record ForbiddenAnswer(Func<string, IResult> Of);
