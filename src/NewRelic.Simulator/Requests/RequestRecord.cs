namespace NewRelic.Simulator.Requests;

/// <summary>One request to <c>/graphql</c> as it was seen.</summary>
/// <param name="At">When it arrived.</param>
/// <param name="Key">The key, all but its first 9 characters masked; null if none was sent.</param>
/// <param name="Queries">NRQL that was run.</param>
/// <param name="Variables">Names of the variables.</param>
/// <param name="Status">HTTP status answered; 0 when the connection was dropped or the client left.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Fault">The fault that answered the whole request, if one did.</param>
internal sealed record RequestRecord(
    DateTimeOffset At, string? Key, IReadOnlyList<AskedQuery> Queries, IReadOnlyList<string> Variables, int Status, double Milliseconds, string? Fault);
