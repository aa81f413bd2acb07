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

    /// <summary><c>payments-api.shop.svc.cluster.local:8080</c> is <c>payments-api</c>; other hosts lose scheme, path and port only.</summary>
    public static string Of(string raw)
    {
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? raw : raw[(scheme + 3)..];
        host = host.Split('/', '?')[0];
        var port = host.LastIndexOf(':');
        host = port > 0 && host.IndexOf(':') == port && host[(port + 1)..].All(char.IsAsciiDigit) ? host[..port] : host;
        var cluster = host.IndexOf(Cluster, StringComparison.OrdinalIgnoreCase);
        return cluster > 0 && (host.Length == cluster + Cluster.Length || host[cluster + Cluster.Length] == '.') ? host.Split('.')[0] : host;
    }

    /// <summary>A bare address is nobody's name: pods of one service have one each.</summary>
    /// <param name="name">As <see cref="Of"/> says it.</param>
    public static bool IsAddress(string name) => (name.Count(character => character == '.') == 3 || name.Count(character => character == ':') > 1)
        && IPAddress.TryParse(name.LastIndexOf("]:", StringComparison.Ordinal) is > 0 and var end ? name[..(end + 1)] : name, out _);

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
