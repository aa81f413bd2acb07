using System.Globalization;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of one event's values. What cannot be computed is absent.</summary>
internal static class Scalars
{
    private static readonly Dictionary<string, Func<Value[], Value>> Known = new(StringComparer.Ordinal)
    {
        ["if"] = values => values[0].IsTrue ? values[1] : values.Length > 2 ? values[2] : Value.Absent,
        ["numeric"] = values => values[0].Kind == ValueKind.Text ? Numeric(values[0].Text!) : values[0].Kind == ValueKind.Number ? values[0] : Value.Absent,
        ["string"] = values => values[0].IsAbsent ? Value.Absent : Value.Of(values[0].ToString()),
        ["boolean"] = values => values[0].Kind switch
        {
            ValueKind.Boolean => values[0],
            ValueKind.Text when bool.TryParse(values[0].Text, out var value) => Value.Of(value),
            _ => Value.Absent,
        },
        ["lower"] = values => Text(values[0], text => Value.Of(text.ToLowerInvariant())),
        ["upper"] = values => Text(values[0], text => Value.Of(text.ToUpperInvariant())),
        ["length"] = values => Text(values[0], text => Value.Of(text.Length)),
        ["concat"] = values => Value.Of(string.Concat(values.Select(value => value.ToString()))),
        ["substring"] = values => Text(values[0], text => Substring(text, values)),
        ["position"] = values => Text(values[0], text => text.IndexOf(values[1].ToString(), StringComparison.Ordinal) is var at and >= 0 ? Value.Of(at) : Value.Absent),
        ["contains"] = values => Text(values[0], text => Value.Of(text.Contains(values[1].ToString(), StringComparison.Ordinal))),
        ["abs"] = Number(Math.Abs),
        ["ceil"] = Number(Math.Ceiling),
        ["floor"] = Number(Math.Floor),
        ["round"] = Number(number => Math.Round(number, MidpointRounding.AwayFromZero)),
        ["sqrt"] = Number(Math.Sqrt),
        ["exp"] = Number(Math.Exp),
        ["ln"] = Number(Math.Log),
        ["log"] = Number(Math.Log),
        ["log2"] = Number(Math.Log2),
        ["log10"] = Number(Math.Log10),
        ["mod"] = values => Binary(values, (a, b) => a % b),
        ["pow"] = values => Binary(values, Math.Pow),
        ["clamp_min"] = values => Binary(values, Math.Max),
        ["clamp_max"] = values => Binary(values, Math.Min),
        ["getfield"] = _ => Value.Absent,
        ["buckets"] = values => Binary([values[0], Value.Of(values[1].Number / Math.Max(1, values.Length > 2 ? values[2].Number : 1))], (a, width) => Math.Floor(a / width) * width),
    };

    /// <exception cref="NrqlException">There is no such function, or it takes more arguments.</exception>
    public static Func<Value[], Value> Get(CallNode call) =>
        !Known.TryGetValue(call.Function, out var function) ? throw new NrqlException($"Unknown function {call.Function}()")
        : call.Arguments.Count < Fewest(call.Function) ? throw new NrqlException($"NRQL Syntax Error: wrong arguments for function {call.Function}()")
        : function;

    private static int Fewest(string function) =>
        function is "if" or "substring" or "position" or "contains" or "mod" or "pow" or "clamp_min" or "clamp_max" or "buckets" or "getfield" ? 2 : 1;

    public static Value Numeric(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Absent;

    public static Value Arithmetic(string operation, Value left, Value right) => operation switch
    {
        "+" => Binary([left, right], (a, b) => a + b),
        "-" => Binary([left, right], (a, b) => a - b),
        "*" => Binary([left, right], (a, b) => a * b),
        _ => Binary([left, right], (a, b) => b == 0 ? double.NaN : a / b),
    };

    /// <summary>No coercion: values of different kinds are neither equal nor ordered; absent ones compare as false.</summary>
    public static bool Compare(string operation, Value left, Value right)
    {
        if (left.IsAbsent || right.IsAbsent)
        {
            return false;
        }

        if (left.Kind != right.Kind)
        {
            return operation == "!=";
        }

        var order = left.CompareTo(right);
        return operation switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static Value Text(Value value, Func<string, Value> then) => value.Kind == ValueKind.Text ? then(value.Text!) : Value.Absent;

    private static Func<Value[], Value> Number(Func<double, double> function) => values => values[0].Kind == ValueKind.Number ? Value.Of(function(values[0].Number)) : Value.Absent;

    private static Value Binary(Value[] values, Func<double, double, double> function) =>
        values[0].Kind == ValueKind.Number && values[1].Kind == ValueKind.Number ? Value.Of(function(values[0].Number, values[1].Number)) : Value.Absent;

    private static Value Substring(string text, Value[] values)
    {
        var start = (int)values[1].Number;
        start = Math.Clamp(start < 0 ? text.Length + start : start, 0, text.Length);
        var length = values.Length > 2 ? (int)values[2].Number : text.Length - start;
        length = length < 0 ? text.Length - start + length : length;
        return Value.Of(text.Substring(start, Math.Clamp(length, 0, text.Length - start)));
    }
}
