using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary><c>convert()</c>: units of time, data, length and weight, spelled as UCUM and New Relic spell them.</summary>
internal static class ConversionFunctions
{
    public static Dictionary<string, ScalarFunction> Table { get; } = new(StringComparer.Ordinal)
    {
        ["convert"] = new(3, 3, values => values[0].Kind == ValueKind.Number && Factor(values[1]) is { } from && Factor(values[2]) is { } to && from.Kind == to.Kind
            ? Value.Of(values[0].Number * from.Size / to.Size) : Value.Absent),
    };

    private static readonly Dictionary<string, (char Kind, double Size)> Units = new (string Names, char Kind, double Size)[]
    {
        ("ns nanosecond", 't', 1e-9),
        ("us µs microsecond", 't', 1e-6),
        ("ms millisecond", 't', 1e-3),
        ("s second", 't', 1),
        ("min minute", 't', 60),
        ("h hour", 't', 3_600),
        ("d day", 't', 86_400),
        ("wk week", 't', 604_800),
        ("year", 't', 365.25 * 86_400),
        ("bit", 'b', 0.125),
        ("By byte", 'b', 1),
        ("kBy kilobyte", 'b', 1e3),
        ("MBy megabyte", 'b', 1e6),
        ("GBy gigabyte", 'b', 1e9),
        ("TBy", 'b', 1e12),
        ("KiBy", 'b', 1_024),
        ("MiBy", 'b', 1_048_576),
        ("GiBy", 'b', 1_073_741_824),
        ("m", 'l', 1),
        ("cm", 'l', 0.01),
        ("mm", 'l', 0.001),
        ("km", 'l', 1_000),
        ("ft", 'l', 0.3048),
        ("mi", 'l', 1_609.344),
        ("g gram", 'w', 1),
        ("kg", 'w', 1_000),
        ("lb", 'w', 453.59237),
    }.SelectMany(unit => unit.Names.Split(' ').Select(name => (name, (unit.Kind, unit.Size)))).ToDictionary(StringComparer.Ordinal);

    /// <summary>A unit, singular or plural.</summary>
    private static (char Kind, double Size)? Factor(Value unit) => unit.Text is not { Length: > 0 } name ? null
        : Units.TryGetValue(name, out var known) ? known
        : name.EndsWith('s') && Units.TryGetValue(name[..^1], out var plural) ? plural : null;
}
