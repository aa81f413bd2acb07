using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GateService.Wire;

/// <summary>JSON in one piece with its Content-Length, never chunked; made before the status line is out, so that a fault in it is still a 500.</summary>
internal static class JsonAnswer
{
    /// <summary>Quotes in NRQL stay readable; the type is application/json and nosniff, so nothing here is ever read as markup.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static IResult Of<T>(T value, int status = StatusCodes.Status200OK) => Written(JsonSerializer.SerializeToUtf8Bytes(value, Options), status);

    /// <summary>What was written with <see cref="Options"/> already.</summary>
    public static IResult Written(byte[] json, int status = StatusCodes.Status200OK) => new Body(json, status);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new ComparisonWords());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        // Of bodies that are read with them: readers disagree on which of two values counts.
        options.AllowDuplicateProperties = false;
        return options;
    }

    private sealed class Body(byte[] json, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = json.Length;
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }
}
