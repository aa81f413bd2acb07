namespace NewRelic.Api.Wire;

/// <summary>What one HTTP request came to: an outcome per query, and the queries New Relic goes on with asynchronously.</summary>
internal sealed record Attempt(IReadOnlyDictionary<string, NrqlOutcome> Outcomes, IReadOnlyList<PendingQuery> Running)
{
    /// <summary>The errors that asking again may cure.</summary>
    public IEnumerable<NerdGraphError> Transient => Errors.Where(error => error.IsTransient);

    /// <summary>Every query failed because New Relic or the way to it failed: what the circuit breaker counts.</summary>
    public bool IsBroken => Outcomes.Count > 0 && Running.Count == 0 && Outcomes.Values.All(outcome =>
        outcome is NrqlOutcome.Failed { Error.Kind: NerdGraphErrorKind.Network or NerdGraphErrorKind.ServerError or NerdGraphErrorKind.MalformedResponse or NerdGraphErrorKind.Timeout });

    private IEnumerable<NerdGraphError> Errors => Outcomes.Values.OfType<NrqlOutcome.Failed>().Select(failed => failed.Error);

    public static Attempt AllFailed(IEnumerable<PendingQuery> queries, NerdGraphError error) =>
        new(queries.ToDictionary(query => query.Query.Name, NrqlOutcome (_) => new NrqlOutcome.Failed(error)), []);
}
