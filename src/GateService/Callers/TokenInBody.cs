namespace GateService.Callers;

/// <summary>Marks endpoints whose callers cannot set a header: they find their caller themselves, in the body.</summary>
internal sealed class TokenInBody;
