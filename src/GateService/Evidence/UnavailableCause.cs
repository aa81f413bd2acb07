using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Why New Relic could not be asked, for the person who reads the verdict.</summary>
internal static class UnavailableCause
{
    /// <summary>Of a query that was not asked, because it could never be sent.</summary>
    public static string TooLong { get; } = $"its query is longer than the {Nrql.MaxBytes} bytes New Relic takes: shorten names or conditions";

    /// <summary>Of the first of these queries that has no answer; null when all have one.</summary>
    public static string? Of(NrqlBatch batch, IEnumerable<NrqlQuery> queries) => queries
        .Select(query => !query.Fits ? TooLong : batch[query.Name] is NrqlOutcome.Failed failed ? Of(failed.Error) : null).OfType<string>().FirstOrDefault();

    public static string Of(NerdGraphError error) => error.Kind switch
    {
        NerdGraphErrorKind.Unauthorized => $"New Relic does not let us in: {error.Message} (check NewRelic:ApiKey, it must be a user key)",
        NerdGraphErrorKind.Forbidden => $"New Relic forbids the query: {error.Message} (check NewRelic:AccountId and the key's permissions)",
        NerdGraphErrorKind.InvalidInput => $"New Relic does not understand the query: {error.Message} (the policy's fault, not the canary's)",
        NerdGraphErrorKind.RateLimited => $"New Relic limits our rate: {error.Message}",
        NerdGraphErrorKind.Timeout or NerdGraphErrorKind.DeadlineExceeded => $"New Relic was too slow: {error.Message}",
        NerdGraphErrorKind.Network => $"New Relic cannot be reached: {error.Message}",
        NerdGraphErrorKind.MalformedResponse => $"New Relic answered garbage: {error.Message}",
        NerdGraphErrorKind.CircuitOpen or NerdGraphErrorKind.Overloaded or NerdGraphErrorKind.Rationed => $"New Relic was not asked: {error.Message}",
        NerdGraphErrorKind.TooLong => $"New Relic's answer is too long: {error.Message}",
        NerdGraphErrorKind.NoRoom => $"New Relic's answer could not be read: {error.Message}",
        NerdGraphErrorKind.PaymentRequired or NerdGraphErrorKind.NotFound or NerdGraphErrorKind.ServerError or NerdGraphErrorKind.Unknown => $"New Relic is unavailable: {error.Message}",
    };
}
