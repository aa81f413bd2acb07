using GateService.Core.Evidence;
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

    /// <summary>What failed requests are told apart by: class, status, message and flag, as far as the telemetry has them.</summary>
    public static IReadOnlyList<Nrql> Facets(TelemetrySource telemetry) => [.. Parts(telemetry).Where(part => part.Count > 0).Select(part => FirstOf(part))];

    public static Nrql Dependency(CallSource calls) => FirstOf(calls.DependencyAttributes);

    public static Nrql Kind { get; } = FirstOf("category", "db.system.name", "db.system");

    /// <summary>The first of these attributes that an event carries, else nothing.</summary>
    public static Nrql FirstKnown(IReadOnlyList<string> attributes) => Nrql.Or(attributes.Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)}")));

    /// <summary>The first of these attributes that an event carries, else a dash.</summary>
    public static Nrql FirstOf(params IReadOnlyList<string> attributes)
    {
        var first = Nrql.Create($"{None}");
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            var attribute = new NrqlIdentifier(attributes[i]);
            first = Nrql.Create($"if({attribute} IS NULL, {first}, {attribute})");
        }

        return first;
    }

    /// <summary>A signature from the values of its <see cref="Facets"/>; null where one is missing.</summary>
    public static ErrorSignature? Signature(IReadOnlyList<string> facets, TelemetrySource telemetry)
    {
        var parts = Parts(telemetry);
        if (facets.Count < parts.Count(part => part.Count > 0))
        {
            return null;
        }

        var values = new Queue<string>(facets);
        var read = parts.Select(part => part.Count > 0 ? Known(values.Dequeue()) : null).ToList();
        return new ErrorSignature(read[0], read[1], read[2], read[3]);
    }

    /// <summary>The first value that is there.</summary>
    public static string? First(NrqlRow row, params IEnumerable<string> names)
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

    private static IReadOnlyList<IReadOnlyList<string>> Parts(TelemetrySource telemetry) =>
        [telemetry.ClassAttributes, telemetry.StatusAttributes, telemetry.MessageAttributes, telemetry.FlagAttribute is { } flag ? [flag] : []];

    private static string? Known(string? text) => text is null or None or "" ? null : text;
}
