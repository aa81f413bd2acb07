namespace GateService.Callers;

/// <summary>The keys of an issuer cannot be had, so that nobody can tell whether a token is genuine.</summary>
internal sealed class IssuerAwayException(string message, Exception? inner = null) : Exception(message, inner);
