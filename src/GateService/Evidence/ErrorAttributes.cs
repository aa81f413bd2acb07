using GateService.Core.Evidence;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// What agents call the same thing: class and message of an error, status, the dependency of a call. Of several names the first that an event carries counts;
/// a dash stands behind the last, because NRQL leaves events out whose facet is null.
/// </summary>
internal static class ErrorAttributes
{
    private const string None = "-";

    /// <summary>A call of the service to something else.</summary>
    public static Nrql IsCall { get; } = Nrql.Trusted("(span.kind = 'client' OR category IN ('http', 'datastore'))");

    /// <summary>A call that failed.</summary>
    public static Nrql IsFailedCall { get; } = Nrql.Trusted(
        "(error.class IS NOT NULL OR error IS TRUE OR otel.status_code = 'ERROR' OR numeric(http.statusCode) >= 500 OR numeric(http.response.status_code) >= 500)");

    public static Nrql Type { get; } = FirstOf("error.class", "errorType");

    public static Nrql Message { get; } = FirstOf("error.message", "errorMessage");

    public static Nrql Status { get; } = FirstOf("http.statusCode", "httpResponseCode", "response.status", "grpc.statusCode");

    public static Nrql Dependency { get; } = FirstOf("peer.service", "server.address", "peer.hostname", "db.instance", "db.system");

    public static Nrql Kind { get; } = FirstOf("category", "db.system");

    public static Nrql Trace { get; } = Nrql.Trusted("trace.id OR traceId");

    /// <summary>The first of these attributes that an event carries, else a dash.</summary>
    public static Nrql FirstOf(params ReadOnlySpan<string> attributes)
    {
        var first = Nrql.Create($"{None}");
        for (var i = attributes.Length - 1; i >= 0; i--)
        {
            var attribute = new NrqlIdentifier(attributes[i]);
            first = Nrql.Create($"if({attribute} IS NULL, {first}, {attribute})");
        }

        return first;
    }

    /// <summary>A signature from the values of its facets, in the order type, status, message and, where there is one, flag.</summary>
    public static ErrorSignature? Signature(IReadOnlyList<string> facets) =>
        facets is [var type, var status, var message, ..] ? new ErrorSignature(Known(type), Known(status), Known(message), facets.Count > 3 ? Known(facets[3]) : null) : null;

    /// <summary>The first value that is there.</summary>
    public static string? First(NrqlRow row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Known(row.Text(name) ?? (row.Number(name) is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Known(string? text) => text is null or None or "" ? null : text;
}
