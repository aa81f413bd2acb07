namespace GateService.Core.Evidence;

/// <summary>What an agent or a gateway said of a failed request.</summary>
/// <param name="Type">Exception class such as <c>System.Net.Http.HttpRequestException</c>; null where none was reported.</param>
/// <param name="Status">Status the service answered, HTTP or gRPC; null where it has none.</param>
/// <param name="Message">Message of the exception.</param>
/// <param name="Flag">Response flag of a gateway, such as <c>UF</c>.</param>
public sealed record ErrorSignature(string? Type, string? Status, string? Message, string? Flag = null)
{
    private const int LongestMessage = 80;

    /// <summary>Name of the first rule that looks into messages and that these meet, as New Relic told; null where it told of none.</summary>
    public string? Rule { get; init; }

    /// <summary>In one line: the class without its namespace, the status, and the begin of the message.</summary>
    public string Said => string.Join(' ', new[]
    {
        Type?[(Type.LastIndexOf('.') + 1)..] ?? Flag ?? "unclassified",
        // OpenTelemetry's error.type is the status where there was no exception.
        Status == Type ? null : Status,
        Message is null ? null : $"'{(Message.Length > LongestMessage ? Message[..LongestMessage] + "…" : Message)}'",
    }.OfType<string>());
}
