namespace NewRelic.Api;

/// <summary>Why a question has no answer. Never holds a key.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">In words for people.</param>
public sealed record NerdGraphError(NerdGraphErrorKind Kind, string Message)
{
    /// <summary>New Relic's <c>errorClass</c>, e.g. <c>INVALID_INPUT</c>.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>New Relic's <c>errorCode</c>, e.g. <c>NRDB:1109</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>How long New Relic asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Asking again may help.</summary>
    public bool IsTransient => Kind is NerdGraphErrorKind.Timeout or NerdGraphErrorKind.RateLimited or NerdGraphErrorKind.ServerError
        or NerdGraphErrorKind.Network or NerdGraphErrorKind.MalformedResponse;

    public override string ToString() => $"{Kind}: {Message}";
}
