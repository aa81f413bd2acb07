using System.Net;
using System.Text.Json;
using GateService.Cli.Shell;

namespace GateService.Cli.Asking;

/// <summary>What the gate says where it does not answer, in words for whoever typed the command.</summary>
internal static class GateRefusal
{
    /// <param name="address">Who asked.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="response">What came back.</param>
    /// <param name="body">Its body: problem+json of a gate, anything of others.</param>
    public static FaultException Of(GateAddress address, HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var (status, problem) = (response.StatusCode, ProblemOf(body));
        var what = $"{request.Method} {request.RequestUri?.PathAndQuery}";
        return (int)status is >= 300 and < 400
            ? new FaultException(ExitCode.NoAnswer, $"what answers at {address.Url} is no gate: it sends {(int)status} to {response.Headers.Location}; a login page or a proxy stands before it")
            : status switch
            {
                HttpStatusCode.Unauthorized => new FaultException(ExitCode.NoAnswer, $"the gate does not know who asks: {Unknown(address)} ({Detail(problem, "401")})"),
                HttpStatusCode.Forbidden => new FaultException(ExitCode.NoAnswer, $"the token may not do this: {Detail(problem, what)}"),
                HttpStatusCode.NotFound when problem is null => new FaultException(ExitCode.NoAnswer, $"what answers at {address.Url} knows no {what}: no gate, or an older one"),
                HttpStatusCode.NotFound => new FaultException(ExitCode.Usage, Detail(problem, what)),
                HttpStatusCode.TooManyRequests => new FaultException(ExitCode.NoAnswer, $"the gate takes no more now: {Detail(problem, what)}"),
                >= HttpStatusCode.InternalServerError => new FaultException(ExitCode.NoAnswer, $"the gate cannot answer ({(int)status}): {Detail(problem, what)}"),
                _ => new FaultException(ExitCode.Usage, string.Join('\n', [$"the gate refuses the request ({(int)status}): {Detail(problem, what)}", .. Faults(problem)])),
            };
    }

    private static string Unknown(GateAddress address) => address switch
    {
        { TokenFile: { } file } => $"the token of {file} is unknown, or past its time",
        { Token: not null } => "the token is unknown, or past its time",
        _ => $"no token was sent; give --token-file, or set {Variables.Token} or {Variables.TokenFile}",
    };

    private static IEnumerable<string> Faults(JsonElement? problem) => problem is { } known && known.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
        ? errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray().Select(fault => $"  {field.Name} {fault.GetString()}"))
        : [];

    private static string Detail(JsonElement? problem, string otherwise) => Text(problem, "detail") ?? Text(problem, "title") ?? otherwise;

    private static string? Text(JsonElement? problem, string field) =>
        problem is { } known && known.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static JsonElement? ProblemOf(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
