namespace NewRelic.Api;

/// <summary>What went wrong, in words that decide what to do about it.</summary>
public enum NerdGraphErrorKind
{
    /// <summary>No key, a bad key, or a key of the wrong type. Set <c>NewRelic:ApiKey</c> to a user key.</summary>
    Unauthorized,

    /// <summary>The key may not query this account.</summary>
    Forbidden,

    /// <summary>HTTP 402.</summary>
    PaymentRequired,

    /// <summary>New Relic does not understand the query; asking again cannot help.</summary>
    InvalidInput,

    NotFound,

    /// <summary>New Relic gave up on the query.</summary>
    Timeout,

    RateLimited,

    ServerError,

    /// <summary>No connection, or it broke.</summary>
    Network,

    /// <summary>An answer came that is not a NerdGraph answer.</summary>
    MalformedResponse,

    /// <summary>The circuit breaker is open: New Relic failed too often just now.</summary>
    CircuitOpen,

    /// <summary>Too many questions are already waiting in this process.</summary>
    Overloaded,

    /// <summary>The answer is longer than this process reads.</summary>
    TooLong,

    /// <summary>So many long answers are being read that there was no room for another in time.</summary>
    NoRoom,

    /// <summary>Not asked: what the caller may ask of the account in a minute is used up.</summary>
    Rationed,

    /// <summary>No answer within the caller's budget.</summary>
    DeadlineExceeded,

    Unknown,
}
