using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace NewRelic.Simulator.Requests;

/// <summary>Reads a JSON body whatever its Content-Type, and says what is wrong with it: these routes are typed by hand, with curl.</summary>
internal static class JsonBody
{
    /// <returns>The value, or what is wrong.</returns>
    public static async Task<(T? Value, string? Complaint)> ReadAsync<T>(HttpContext http)
        where T : class
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, options, http.RequestAborted) is { } value
                ? (value, null)
                : (null, "the body is null");
        }
        catch (JsonException broken)
        {
            return (null, $"line {(broken.LineNumber ?? 0) + 1}, {broken.Path}: {broken.Message.Split(" Path:")[0]}");
        }
    }
}
