using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Why New Relic could not be asked, for the person who reads the verdict.</summary>
internal static class UnavailableCause
{
    public static string Of(NerdGraphError error) => error.Kind switch
    {
        NerdGraphErrorKind.Unauthorized => $"New Relic does not let us in: {error.Message} (check NewRelic:ApiKey, it must be a user key)",
        NerdGraphErrorKind.Forbidden => $"New Relic forbids the query: {error.Message} (check NewRelic:AccountId and the key's permissions)",
        NerdGraphErrorKind.InvalidInput => $"New Relic does not understand the query: {error.Message} (the policy's fault, not the canary's)",
        NerdGraphErrorKind.RateLimited => $"New Relic limits our rate: {error.Message}",
        NerdGraphErrorKind.Timeout or NerdGraphErrorKind.DeadlineExceeded => $"New Relic was too slow: {error.Message}",
        NerdGraphErrorKind.Network => $"New Relic cannot be reached: {error.Message}",
        NerdGraphErrorKind.MalformedResponse => $"New Relic answered garbage: {error.Message}",
        NerdGraphErrorKind.CircuitOpen or NerdGraphErrorKind.Overloaded => $"New Relic was not asked: {error.Message}",
        _ => $"New Relic is unavailable: {error.Message}",
    };
}
