namespace GateService.History;

/// <summary>The whole of a decision as it lies in the store.</summary>
/// <param name="Body">All that is its own.</param>
/// <param name="Policy">What it shares; null where there was none, and where it lies in the body (formats 1 and 2).</param>
internal sealed record KeptBody(byte[] Body, KeptPolicy? Policy);
