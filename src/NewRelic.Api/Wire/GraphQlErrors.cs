using System.Net;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>New Relic's two ways to refuse: an HTTP status, and <c>errors[]</c> inside HTTP 200.</summary>
internal static class GraphQlErrors
{
    private const int LongestMessage = 400;

    /// <summary>The errors of an answer, deprecation notices left out: those arrive next to good data.</summary>
    public static IReadOnlyList<(string? Alias, NerdGraphError Error)> Read(JsonElement answer) =>
        answer.Property("errors") is { ValueKind: JsonValueKind.Array } errors
            ? [.. errors.EnumerateArray().Where(error => !IsDeprecation(error)).Select(error => (Alias(error), Of(error)))]
            : [];

    public static NerdGraphError OfStatus(HttpStatusCode status, TimeSpan? retryAfter, JsonElement answer)
    {
        var said = Read(answer) is [var first, ..] ? $": {first.Error.Message}" : "";
        var (kind, message) = (int)status switch
        {
            401 => (NerdGraphErrorKind.Unauthorized, "New Relic does not accept the key (401)"),
            402 => (NerdGraphErrorKind.PaymentRequired, "New Relic asks for payment (402)"),
            403 => (NerdGraphErrorKind.Forbidden, "New Relic forbids the question (403)"),
            404 => (NerdGraphErrorKind.NotFound, "nothing answers at this endpoint (404): check NewRelic:Endpoint"),
            408 or 504 => (NerdGraphErrorKind.Timeout, $"New Relic timed out ({(int)status})"),
            429 => (NerdGraphErrorKind.RateLimited, "New Relic limits our rate (429)"),
            >= 500 => (NerdGraphErrorKind.ServerError, $"New Relic failed ({(int)status})"),
            >= 300 and < 400 => (NerdGraphErrorKind.MalformedResponse, $"redirected ({(int)status}), which NerdGraph never does: check NewRelic:Endpoint and any proxy"),
            _ => (NerdGraphErrorKind.InvalidInput, $"New Relic refused the request ({(int)status})"),
        };
        return new NerdGraphError(kind, Shorten(message + said)) { RetryAfter = retryAfter };
    }

    private static NerdGraphError Of(JsonElement error)
    {
        var extensions = error.Property("extensions");
        var errorClass = Text(extensions, "errorClass") ?? Text(extensions, "error_code") ?? Text(extensions, "code") ?? Text(extensions, "classification");
        var message = Shorten(Text(error, "message") ?? "New Relic gave no message");
        return new NerdGraphError(KindOf(errorClass, message), message)
        {
            ErrorClass = errorClass,
            ErrorCode = Text(extensions, "errorCode") ?? Text(extensions, "error_code"),
        };
    }

    private static NerdGraphErrorKind KindOf(string? errorClass, string message) => errorClass switch
    {
        "TIMEOUT" => NerdGraphErrorKind.Timeout,
        "INVALID_INPUT" or "BAD_USER_INPUT" => NerdGraphErrorKind.InvalidInput,
        "SERVER_ERROR" or "INTERNAL_SERVER_ERROR" or "DataFetchingException" => NerdGraphErrorKind.ServerError,
        "TOO_MANY_REQUESTS" => NerdGraphErrorKind.RateLimited,
        "ACCESS_DENIED" or "FORBIDDEN" => NerdGraphErrorKind.Forbidden,
        "BAD_API_KEY" or "UNAUTHORIZED" => NerdGraphErrorKind.Unauthorized,
        "NOT_FOUND" => NerdGraphErrorKind.NotFound,
        _ when message.Contains("NRQL Syntax Error", StringComparison.Ordinal) => NerdGraphErrorKind.InvalidInput,
        _ when message.Contains("exceeded the set timeout", StringComparison.Ordinal) => NerdGraphErrorKind.Timeout,
        _ when message.Contains("An error occurred resolving this field", StringComparison.Ordinal) => NerdGraphErrorKind.ServerError,
        _ => NerdGraphErrorKind.Unknown,
    };

    /// <summary>The alias an error belongs to: the path element below <c>actor.account</c>, or one of several accounts; null when it belongs to the whole answer.</summary>
    private static string? Alias(JsonElement error) => error.Property("path") is not { ValueKind: JsonValueKind.Array } path ? null
        : path.GetArrayLength() >= 3 ? path[2].ToString()
        : path.GetArrayLength() == 2 && path[1].ToString() is var account and not "account" ? account
        : null;

    private static bool IsDeprecation(JsonElement error) =>
        Text(error, "message")?.StartsWith("This field is deprecated!", StringComparison.Ordinal) == true;

    private static string? Text(JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string Shorten(string message) => message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "…");
}
