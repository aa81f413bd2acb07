using System.Globalization;
using System.Text;

namespace NewRelic.Simulator.Faults;

/// <summary>Answers a whole POST as the fault says. Bodies of 402, 429 and 5xx are our guess: New Relic documents none.</summary>
internal static class FaultyAnswer
{
    public const string BadKey = """{"errors":[{"extensions":{"error_code":"BAD_API_KEY"},"message":"Bad API Key or no API Key provided"}]}""";

    private const string LoginPage = "<!DOCTYPE html><html><head><title>Log in</title></head><body><form method=\"post\"><input name=\"login[email]\"></form></body></html>";

    public static Task SendAsync(HttpContext http, Fault fault) => fault.Kind switch
    {
        FaultKind.Unauthorized => WriteAsync(http, 401, BadKey),
        FaultKind.PaymentRequired => WriteAsync(http, 402, Errors(fault.Message ?? "Payment required")),
        FaultKind.TooManyRequests => RetryLaterAsync(http, 429, fault, "Too many requests"),
        FaultKind.ServerError => RetryLaterAsync(http, fault.Status ?? 500, fault, "Internal server error"),
        FaultKind.Malformed => WriteAsync(http, 200, """{"data":{"actor":{"account":{"nrql":{"results":[}}}}}"""),
        FaultKind.Truncated => TruncateAsync(http),
        FaultKind.Empty => WriteAsync(http, 200, ""),
        FaultKind.Html => WriteAsync(http, 200, LoginPage, "text/html; charset=utf-8"),
        FaultKind.Hang => Task.Delay(Timeout.Infinite, http.RequestAborted),
        _ => Drop(http),
    };

    public static Task WriteAsync(HttpContext http, int status, string body, string contentType = "application/json; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static Task RetryLaterAsync(HttpContext http, int status, Fault fault, string message)
    {
        if (fault.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(http, status, Errors(fault.Message ?? message));
    }

    /// <summary>Promises more than it sends, then cuts the line.</summary>
    private static async Task TruncateAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = 4096;
        await http.Response.WriteAsync("""{"data":{"actor":{"account":{"nrql":{"results":[{"cou""", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }

    private static Task Drop(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static string Errors(string message) => System.Text.Json.JsonSerializer.Serialize(new { errors = new[] { new { message } } });
}
