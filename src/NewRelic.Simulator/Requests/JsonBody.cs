using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace NewRelic.Simulator.Requests;

/// <summary>Reads a JSON body whatever its Content-Type, and says what is wrong with it: these routes are typed by hand, with curl.</summary>
internal static partial class JsonBody
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
            return (null, $"line {(broken.LineNumber ?? 0) + 1}, {broken.Path}: {Said(broken.Message)}");
        }
    }

    /// <summary>What the reader says without where it was, and without the names of our types, which nobody wrote.</summary>
    private static string Said(string message) => NoneOfType().Replace(message.Split(" Path:")[0], "is none of those that are known here");

    [GeneratedRegex(@"could not be converted to [\w.+`\[\]]+")]
    private static partial Regex NoneOfType();
}
