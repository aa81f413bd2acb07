using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>One SELECT item over aggregates: its key and how its value is read from a cell.</summary>
/// <param name="Key">Alias, or the name New Relic gives it.</param>
/// <param name="Name">What a query around this one calls it: alias, or the function alone.</param>
/// <param name="Json">Value as printed.</param>
/// <param name="Value">Value for ordering.</param>
/// <param name="Beside">Members beside the value.</param>
internal sealed record SelectColumn(string Key, string Name, Func<Cell, JsonNode?> Json, Func<Cell, Value> Value, Func<Cell, IEnumerable<KeyValuePair<string, JsonNode?>>> Beside)
{
    /// <summary>The key of an item without alias: <c>count</c>, <c>average.duration</c>, <c>result</c> of an expression.</summary>
    public static string DefaultKey(Node expression) => expression switch
    {
        CallNode { Function: var function, Arguments: [AttributeNode attribute, ..] } => $"{Spelled(function)}.{attribute.Name}",
        CallNode call => Spelled(call.Function),
        AttributeNode attribute => attribute.Name,
        LiteralNode => "constant",
        CasesNode => "cases",
        _ => "result",
    };

    public static string DefaultName(Node expression) => expression is CallNode call ? Spelled(call.Function) : DefaultKey(expression);

    private static string Spelled(string function) => function switch
    {
        "uniquecount" => "uniqueCount",
        "bucketpercentile" => "bucketPercentile",
        "cdfpercentage" => "cdfPercentage",
        "eventtype" => "eventType",
        "accountid" => "accountId",
        "predictlinear" => "predictLinear",
        "getfield" => "getField",
        "mapkeys" => "mapKeys",
        "mapvalues" => "mapValues",
        "todatetime" => "toDatetime",
        "totimestamp" => "toTimestamp",
        _ when function.EndsWith("of", StringComparison.Ordinal) && DateFunctions.Has(function) => $"{function[..^2].Replace("dayofmonth", "dayOfMonth", StringComparison.Ordinal).Replace("daysinmonth", "daysInMonth", StringComparison.Ordinal)}Of",
        _ => function,
    };
}
