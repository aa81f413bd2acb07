namespace GateService.Callers;

/// <summary>Marks endpoints whose callers cannot set a header: their token stands in the body.</summary>
/// <param name="FindAsync">Reads the body, once.</param>
internal sealed record TokenInBody(Func<HttpContext, Task<BodyToken>> FindAsync);

/// <summary>What a body says of who sent it.</summary>
/// <param name="Token">Empty where it holds none.</param>
/// <param name="Missing">What a caller without a known one is told.</param>
/// <param name="Unreadable">The answer to a body that cannot be read, so that nobody knows whose it is; null where it can.</param>
internal sealed record BodyToken(string Token, string Missing, IResult? Unreadable);
