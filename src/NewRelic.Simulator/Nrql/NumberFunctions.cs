using System.Globalization;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of numbers.</summary>
internal static class NumberFunctions
{
    public static Dictionary<string, ScalarFunction> Table { get; } = new(StringComparer.Ordinal)
    {
        ["if"] = new(2, 3, values => values[0].IsTrue ? values[1] : values.Length > 2 ? values[2] : Value.Absent),
        ["abs"] = Of(Math.Abs),
        ["ceil"] = Of(Math.Ceiling),
        ["floor"] = Of(Math.Floor),
        ["round"] = new(1, 2, values => values.Length > 1 ? Binary(values[0], values[1], RoundTo) : Unary(values[0], Round)),
        ["sqrt"] = Of(Math.Sqrt),
        ["exp"] = Of(Math.Exp),
        ["ln"] = Of(Math.Log),
        ["log"] = new(1, 2, values => values.Length > 1 ? Binary(values[0], values[1], Math.Log) : Unary(values[0], Math.Log)),
        ["log2"] = Of(Math.Log2),
        ["log10"] = Of(Math.Log10),
        ["mod"] = OfTwo(FloorModulus),
        ["pow"] = OfTwo(Math.Pow),
        ["clamp_min"] = OfTwo(Math.Max),
        ["clamp_max"] = OfTwo(Math.Min),
        ["numeric"] = new(1, 1, values => values[0].Kind == ValueKind.Text ? Parse(values[0].Text!) : values[0].Kind == ValueKind.Number ? values[0] : Value.Absent),
        ["boolean"] = new(1, 1, values => values[0].Kind switch
        {
            ValueKind.Boolean => values[0],
            ValueKind.Text when bool.TryParse(values[0].Text, out var value) => Value.Of(value),
            _ => Value.Absent,
        }),
        ["getcdfcount"] = new(2, 2, values => Value.Of(values[0].Kind == ValueKind.Number && values[1].Kind == ValueKind.Number && values[0].Number <= values[1].Number ? 1 : 0)),
        ["buckets"] = new(2, 3, values => Bucket(values[0], values[1], values.Length > 2 ? values[2] : Value.Of(DefaultBuckets))),
    };

    private const int DefaultBuckets = 10;

    public static Value Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Absent;

    public static Value Binary(Value left, Value right, Func<double, double, double> function) =>
        left.Kind == ValueKind.Number && right.Kind == ValueKind.Number ? Value.Of(function(left.Number, right.Number)) : Value.Absent;

    private static ScalarFunction Of(Func<double, double> function) => new(1, 1, values => Unary(values[0], function));

    private static ScalarFunction OfTwo(Func<double, double, double> function) => new(2, 2, values => Binary(values[0], values[1], function));

    private static Value Unary(Value value, Func<double, double> function) => value.Kind == ValueKind.Number ? Value.Of(function(value.Number)) : Value.Absent;

    private static double Round(double number) => Math.Round(number, MidpointRounding.AwayFromZero);

    /// <summary>To the closest multiple; the decimal keeps 0.1 times 3 from being 0.30000000000000004.</summary>
    private static double RoundTo(double number, double nearest) => Round(number / nearest) is var times && Math.Abs(times) < 1e15 && Math.Abs(nearest) is < 1e12 and > 1e-12
        ? (double)((decimal)times * (decimal)nearest)
        : times * nearest;

    private static double FloorModulus(double number, double divisor) => number - (divisor * Math.Floor(number / divisor));

    /// <summary>The range a value falls in, as New Relic names it; the last one has no end, and takes what is above the ceiling.</summary>
    private static Value Bucket(Value value, Value ceiling, Value buckets)
    {
        if (value.Kind != ValueKind.Number || ceiling.Kind != ValueKind.Number || buckets is not { Kind: ValueKind.Number, Number: >= 1 })
        {
            return Value.Absent;
        }

        var (count, width) = (Math.Floor(buckets.Number), ceiling.Number / Math.Floor(buckets.Number));
        var index = Math.Clamp(Math.Floor(value.Number / width), 0, count - 1);
        return Value.Of(index == count - 1 ? $">={Written(index * width)}" : $"{Written(index * width)} - {Written((index + 1) * width)}");
    }

    private static string Written(double number) => number.ToString("0.0##############", CultureInfo.InvariantCulture);
}
