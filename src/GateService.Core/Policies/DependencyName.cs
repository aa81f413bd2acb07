using System.Net;
using System.Text.RegularExpressions;

namespace GateService.Core.Policies;

/// <summary>Names of dependencies as people say them, out of whatever a telemetry has of them.</summary>
public static partial class DependencyName
{
    /// <summary>Attribute with a span's name: <c>External/warehouse:50051/gRPC/…</c> is all that Go has of a call over gRPC.</summary>
    public const string SpanName = "name";

    private const string Cluster = ".svc";

    /// <summary>Attributes that hold the URL that was called.</summary>
    public static IReadOnlyList<string> UrlAttributes { get; } = ["http.url", "url.full"];

    private const string Addresses = "addresses";

    /// <summary>
    /// <c>payments-api.shop.svc.cluster.local:8080</c> is <c>payments-api</c>; other hosts lose scheme, path and port only. A bare address is nobody's name: pods of one service have one each, and which of them a
    /// slice talks to is chance, so <c>10.1.2.3:8080</c> is <c>addresses:8080</c>.
    /// </summary>
    public static string Of(string raw)
    {
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? raw : raw[(scheme + 3)..];
        host = host.Split('/', '?')[0];
        var port = host.LastIndexOf(':');
        var hasPort = port > 0 && (host.IndexOf(':') == port || host[port - 1] == ']') && host[(port + 1)..].All(char.IsAsciiDigit);
        if (IsAddress(hasPort ? host[..port] : host))
        {
            return hasPort ? $"{Addresses}{host[port..]}" : Addresses;
        }

        host = hasPort ? host[..port] : host;
        var cluster = host.IndexOf(Cluster, StringComparison.OrdinalIgnoreCase);
        return cluster > 0 && (host.Length == cluster + Cluster.Length || host[cluster + Cluster.Length] == '.') ? host.Split('.')[0] : host;
    }

    private static bool IsAddress(string host) => (host.Count(character => character == '.') == 3 || host.Count(character => character == ':') > 1) && IPAddress.TryParse(host.Trim('[', ']'), out _);

    /// <summary>What an attribute of a call says of the dependency; null where it says nothing.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="value">Its value.</param>
    public static string? In(string attribute, string value) =>
        UrlAttributes.Contains(attribute) ? value.Contains("://", StringComparison.Ordinal) ? Of(value) : null
        : attribute == SpanName ? CallName().Match(value) is { Success: true } call ? call.Groups["name"].Value : null
        : value;

    /// <summary>The host that the message of a refused or timed-out call names; null where it names none.</summary>
    public static string? InMessage(string message) => Named().Match(message) is { Success: true } named ? named.Groups["host"].Value : null;

    /// <summary>What follows <c>External/</c>, or the topic or queue that was written to.</summary>
    [GeneratedRegex("""^(?:External|MessageBroker/.*/Named)/(?<name>[^/]+)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CallName();

    /// <summary>A URL; else what stands before an address; else a name with a port. An address alone is nobody's name.</summary>
    [GeneratedRegex("""://(?<host>[^\s/:?"'\])]+)|(?<![\w.-])(?<host>[A-Za-z][\w.-]*)/\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w.-])(?<host>[A-Za-z][\w-]*(?:\.[\w-]+)*):\d{2,5}\b|UnknownHostException: (?<host>[\w.-]+)|host='(?<host>[\w.-]+)'""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
