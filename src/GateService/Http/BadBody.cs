using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Wire;

namespace GateService.Http;

/// <summary>A body that the framework could not read, in a sentence that names the place; the framework's own names our types.</summary>
internal static partial class BadBody
{
    /// <summary>Whether what was thrown is the caller's fault: a refusal is logged once and by another, not as a bug.</summary>
    public static bool IsCallers(Exception exception) => exception is BadHttpRequestException or JsonException;

    public static void Explain(ProblemDetailsContext context)
    {
        if (context.Exception is { } exception && IsCallers(exception) && context.ProblemDetails is { Status: { } status } problem)
        {
            problem.Detail = Missing().Match(exception.Message) is { Success: true } missing
                ? $"{missing.Groups[1].Value} is missing: expected it in the query, as /openapi/v1.json describes it"
                : Words(exception as JsonException ?? exception.InnerException as JsonException);
            RefusalNote.Leave(context.HttpContext, status, problem.Detail);
        }
    }

    private static string Words(JsonException? unreadable) => unreadable switch
    {
        null => "the body cannot be read: expected JSON as /openapi/v1.json describes it",
        { } twice when Duplicate().Match(twice.Message) is { Success: true } name => $"field '{Shown.Of(name.Groups[1].Value)}' is given twice: expected it once",
        { LineNumber: { } line, BytePositionInLine: { } octet } => $"the body is not what is expected at {Shown.Of(unreadable.Path ?? "$")}, line {line + 1}, byte {octet + 1}: /openapi/v1.json describes it",
        _ => "the body is not what is expected: /openapi/v1.json describes it",
    };

    [GeneratedRegex("^Required parameter \"\\S+ (\\w+)\" was not provided from query string")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property '(.*?)'")]
    private static partial Regex Duplicate();
}
