namespace GateService.Core.Evidence;

/// <summary>What an agent or a gateway said of a failed request.</summary>
/// <param name="Type">Exception class such as <c>System.Net.Http.HttpRequestException</c>; null where none was reported.</param>
/// <param name="Status">Status the service answered, HTTP or gRPC; null where it has none.</param>
/// <param name="Message">Message of the exception.</param>
/// <param name="Flag">Response flag of a gateway, such as <c>UF</c>.</param>
public sealed record ErrorSignature(string? Type, string? Status, string? Message, string? Flag = null)
{
    private const int LongestMessage = 80;

    private static readonly HashSet<string> GrpcStatuses = ["CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"];

    /// <summary>Name of the first rule that looks into messages and that these meet, as New Relic told; null where it told of none.</summary>
    public string? Rule { get; init; }

    /// <summary>OpenTelemetry's <c>error.type</c> is a status where the instrumentation saw no exception, which may be told beside it all the same: it is no class.</summary>
    /// <seealso href="https://opentelemetry.io/docs/specs/semconv/attributes-registry/error/">error.type</seealso>
    public static bool IsStatus(string type) => type == "_OTHER" || type.All(char.IsAsciiDigit) || GrpcStatuses.Contains(type);

    /// <summary>In one line: the class without its namespace, the status, and the begin of the message.</summary>
    public string Said => string.Join(' ', new[]
    {
        (Type is null ? null : Short(Type)) ?? Flag ?? "unclassified",
        Status == Type ? null : Status,
        Message is null ? null : $"'{(Message.Length > LongestMessage ? Message[..LongestMessage] + "…" : Message)}'",
    }.OfType<string>());

    /// <summary>Without a namespace as its language writes one: <c>requests.exceptions:ReadTimeout</c>, <c>Net::ReadTimeout</c>, <c>GuzzleHttp\Exception\ConnectException</c>. What has a blank is a text.</summary>
    private static string Short(string type) => type.Contains(' ') ? type : type[(type.TrimEnd('.', ':', '\\').LastIndexOfAny(['.', ':', '\\']) + 1)..];
}
