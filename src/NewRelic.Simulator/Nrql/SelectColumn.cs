using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>One SELECT item over aggregates: its key and how its value is read from their states.</summary>
/// <param name="Key">Alias, or the name New Relic gives it.</param>
/// <param name="Json">Value as printed, from the states and the length of the bucket in milliseconds.</param>
/// <param name="Number">Value for ordering.</param>
/// <param name="Beside">Members beside the value.</param>
internal sealed record SelectColumn(
    string Key,
    Func<AggregateState[], double, JsonNode?> Json,
    Func<AggregateState[], double, double?> Number,
    Func<AggregateState[], IEnumerable<KeyValuePair<string, JsonNode?>>> Beside);

/// <summary>SELECT items to aggregates and the columns over them.</summary>
internal sealed class SelectCompiler(ExpressionCompiler expressions)
{
    private readonly Aggregates _aggregates = new(expressions);

    public List<Aggregate> Aggregates { get; } = [];

    public SelectColumn Compile(ItemNode item)
    {
        var key = item.Alias ?? DefaultKey(item.Expression);
        if (item.Expression is CallNode call && Nrql.Aggregates.Has(call.Function))
        {
            var index = Add(call);
            var aggregate = Aggregates[index];
            return new SelectColumn(
                key,
                (states, length) => aggregate.Result(states[index], length),
                (states, length) => aggregate.Number(states[index], length),
                states => aggregate.Beside(states[index]));
        }

        var number = Arithmetic(item.Expression);
        return new SelectColumn(key, (states, length) => Value.Json(number(states, length) ?? double.NaN), number, _ => []);
    }

    /// <summary>The key of an item without alias: <c>count</c>, <c>average.duration</c>, <c>result</c> of an expression.</summary>
    public static string DefaultKey(Node expression) => expression switch
    {
        CallNode { Function: var function, Arguments: [AttributeNode attribute, ..] } => $"{Spelled(function)}.{attribute.Name}",
        CallNode call => Spelled(call.Function),
        AttributeNode attribute => attribute.Name,
        LiteralNode => "constant",
        _ => "result",
    };

    private static string Spelled(string function) => function switch
    {
        "uniquecount" => "uniqueCount",
        "cdfpercentage" => "cdfPercentage",
        "eventtype" => "eventType",
        "accountid" => "accountId",
        _ => function,
    };

    private Func<AggregateState[], double, double?> Arithmetic(Node node)
    {
        switch (node)
        {
            case LiteralNode { Value: { Kind: ValueKind.Number } literal }:
                return (_, _) => literal.Number;
            case NegateNode negate:
                var operand = Arithmetic(negate.Operand);
                return (states, length) => -operand(states, length);
            case BinaryNode { Operator: "+" or "-" or "*" or "/" } binary:
                var (left, right) = (Arithmetic(binary.Left), Arithmetic(binary.Right));
                return (states, length) => Apply(binary.Operator, left(states, length), right(states, length));
            case BinaryNode { Operator: "OR" } or:
                var (first, second) = (Arithmetic(or.Left), Arithmetic(or.Right));
                return (states, length) => first(states, length) ?? second(states, length);
            case CallNode call when Nrql.Aggregates.Has(call.Function):
                var index = Add(call);
                return (states, length) => Aggregates[index].Number(states[index], length);
            case CallNode call:
                return Function(call);
            default:
                throw new NrqlException("NRQL Syntax Error: attributes and aggregate functions cannot be mixed in one SELECT");
        }
    }

    private Func<AggregateState[], double, double?> Function(CallNode call)
    {
        var function = Scalars.Get(call);
        var arguments = call.Arguments.Select(Arithmetic).ToList();
        return (states, length) =>
        {
            var value = function([.. arguments.Select(argument => argument(states, length) is { } number ? Value.Of(number) : Value.Absent)]);
            return value.Kind == ValueKind.Number ? value.Number : null;
        };
    }

    /// <summary>Division by zero has no result.</summary>
    private static double? Apply(string operation, double? left, double? right) =>
        Scalars.Arithmetic(operation, left is { } a ? Value.Of(a) : Value.Absent, right is { } b ? Value.Of(b) : Value.Absent) is { Kind: ValueKind.Number } result ? result.Number : null;

    private int Add(CallNode call)
    {
        Aggregates.Add(_aggregates.Compile(call));
        return Aggregates.Count - 1;
    }
}
