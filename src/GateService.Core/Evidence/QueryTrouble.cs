namespace GateService.Core.Evidence;

/// <summary>Why New Relic did not answer a query.</summary>
public enum QueryTrouble
{
    /// <summary>No key, a bad key, or a key of the wrong type.</summary>
    Unauthorized,

    /// <summary>The key may not query this account.</summary>
    Forbidden,

    /// <summary>HTTP 402.</summary>
    PaymentRequired,

    /// <summary>New Relic does not understand the query.</summary>
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

    /// <summary>Not asked: New Relic failed too often just now.</summary>
    CircuitOpen,

    /// <summary>Not asked: too many questions were waiting already.</summary>
    Overloaded,

    /// <summary>The answer is longer than the gate reads.</summary>
    TooLong,

    /// <summary>So many long answers were being read that there was no room for another in time.</summary>
    NoRoom,

    /// <summary>Not asked: what the gate may ask of the account in a minute is used up.</summary>
    Rationed,

    /// <summary>No answer within the evaluation's time.</summary>
    DeadlineExceeded,

    Unknown,
}
