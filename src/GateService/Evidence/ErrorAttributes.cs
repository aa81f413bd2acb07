using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// What agents call the same thing: class and message of an error, status, the dependency of a call. Of several names the first that an event carries counts;
/// a dash stands behind the last, because NRQL leaves events out whose facet is null.
/// </summary>
internal static class ErrorAttributes
{
    private const string None = "-";

    /// <summary>What failed requests are told apart by: class, status, flag, and message where nothing beside them tells it, as far as the telemetry has them.</summary>
    public static IReadOnlyList<Nrql> Facets(TelemetrySource telemetry) => [.. Parts(telemetry).Where(part => part.Count > 0).Select(part => FirstOf(part))];

    /// <summary>The dependency of a call, as <see cref="DependencyName.In"/> reads it out of a row.</summary>
    public static Nrql Dependency(CallSource calls)
    {
        var name = Nrql.Create($"{None}");
        for (var i = calls.DependencyAttributes.Count - 1; i >= 0; i--)
        {
            name = Dependency(calls.DependencyAttributes[i], name);
        }

        return name;
    }

    /// <summary>What a database's call says, before the category that all calls have.</summary>
    public static Nrql Kind { get; } = FirstOf("db.system.name", "db.system", "category");

    public static bool IsDatastore(string kind) => kind is not ("http" or "generic" or "message" or None);

    /// <summary>The first of these attributes that an event carries, else nothing.</summary>
    public static Nrql FirstKnown(IReadOnlyList<string> attributes) => Nrql.Or(attributes.Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)}")));

    /// <summary>The first of these attributes that an event carries, else a dash.</summary>
    public static Nrql FirstOf(params IReadOnlyList<string> attributes)
    {
        var first = Nrql.Create($"{None}");
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            first = Else(new NrqlIdentifier(attributes[i]), first);
        }

        return first;
    }

    /// <summary>A signature from the values of its <see cref="Facets"/>; null where one is missing.</summary>
    public static ErrorSignature? Signature(IReadOnlyList<string> facets, TelemetrySource telemetry) => Signature(facets, Parts(telemetry));

    /// <summary>A signature from values that were asked for by the attributes of class, status, message and flag, as far as there are any; null where one is missing.</summary>
    public static ErrorSignature? Signature(IReadOnlyList<string> facets, IReadOnlyList<IReadOnlyList<string>> parts)
    {
        if (facets.Count < parts.Count(part => part.Count > 0))
        {
            return null;
        }

        var values = new Queue<string>(facets);
        var read = parts.Select(part => part.Count > 0 ? Known(values.Dequeue()) : null).ToList();
        return new ErrorSignature(read[0], read[1], Stable(read[2]), read[3]);
    }

    /// <summary>A message without the parts that vary from request to request.</summary>
    public static string? Stable(string? message) => message is null ? null : ErrorMessage.Stable(message);

    /// <summary>The first value that is there.</summary>
    public static string? First(NrqlRow row, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (Known(row.Text(name) ?? (row.Number(name) is { } number ? number.ToString(CultureInfo.InvariantCulture) : null)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Requests are told apart by their messages where nothing beside them tells those: there may be as many as there are requests.</summary>
    public static bool CountsMessages(TelemetrySource telemetry) => telemetry.Names is not { RequestAttribute: null };

    private static IReadOnlyList<IReadOnlyList<string>> Parts(TelemetrySource telemetry) =>
        [telemetry.ClassAttributes, telemetry.StatusAttributes, CountsMessages(telemetry) ? telemetry.MessageAttributes : [], telemetry.FlagAttribute is { } flag ? [flag] : []];

    public static string? Known(string? text) => text is null or None or "" ? null : text;

    private static Nrql Dependency(string attribute, Nrql otherwise)
    {
        var name = new NrqlIdentifier(attribute);
        return DependencyName.UrlAttributes.Contains(attribute) ? Nrql.Create($"if({name} LIKE '%://%', capture({name}, r'[^/]+//(?P<host>[^/:?]+).*'), {otherwise})")
            : attribute == DependencyName.SpanName ? Nrql.Create($"if({name} LIKE 'External/%' OR {name} LIKE 'MessageBroker/%/Named/%', capture({name}, r'(?:External|MessageBroker/.*/Named)/(?P<host>[^/]+).*'), {otherwise})")
            : Else(name, otherwise);
    }

    private static Nrql Else(NrqlIdentifier attribute, Nrql otherwise) => Nrql.Create($"if({attribute} IS NULL, {otherwise}, {attribute})");
}
