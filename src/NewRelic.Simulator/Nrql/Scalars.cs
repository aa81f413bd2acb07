using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of one event's values, by name. What cannot be computed is absent.</summary>
internal static class Scalars
{
    private const int MostConcatenated = 20;

    private static readonly Dictionary<string, ScalarFunction> Known = Tables().SelectMany(table => table).ToDictionary(StringComparer.Ordinal);

    /// <summary>The function of a call, and its arguments in the order the function wants them.</summary>
    /// <exception cref="NrqlException">There is no such function, or it takes other arguments.</exception>
    public static (Func<Value[], Value> Apply, IReadOnlyList<Node> Arguments) Get(CallNode call, NrqlRules rules)
    {
        var function = Known.GetValueOrDefault(call.Function) ?? throw new NrqlException($"Unknown function {call.Function}()");
        rules.Require(NrqlRule.ConcatArguments, call.Function != "concat" || call.Arguments.Count <= MostConcatenated, $"NRQL Syntax Error: concat() takes up to {MostConcatenated} arguments");
        Arguments.Check(call, function.Fewest, function.Most, function.Named, rules);
        if (call.Arguments.Any(argument => argument is StarNode or DurationNode or RegexNode))
        {
            throw Nrql.Arguments.Wrong(call);
        }

        return (function.Apply, [.. call.Arguments.Take(function.Most), .. function.Named.Select(name => call.Named.GetValueOrDefault(name) ?? new LiteralNode(Value.Absent))]);
    }

    public static Value Numeric(string text) => NumberFunctions.Parse(text);

    public static Value Arithmetic(string operation, Value left, Value right) => operation switch
    {
        "+" => NumberFunctions.Binary(left, right, (a, b) => a + b),
        "-" => NumberFunctions.Binary(left, right, (a, b) => a - b),
        "*" => NumberFunctions.Binary(left, right, (a, b) => a * b),
        _ => NumberFunctions.Binary(left, right, (a, b) => b == 0 ? double.NaN : a / b),
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

    private static IEnumerable<Dictionary<string, ScalarFunction>> Tables() => [NumberFunctions.Table, TextFunctions.Table, StructureFunctions.Table, ConversionFunctions.Table];
}
