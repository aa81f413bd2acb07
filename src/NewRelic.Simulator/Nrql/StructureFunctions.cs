using System.Text.Json;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of lists and maps.</summary>
internal static class StructureFunctions
{
    public static Dictionary<string, ScalarFunction> Table { get; } = new(StringComparer.Ordinal)
    {
        ["tuple"] = new(1, int.MaxValue, values => values.Any(value => value.IsAbsent) ? Value.Absent : Value.Of(new JsonArray([.. values.Select(value => value.ToJson())]))),
        ["getfield"] = new(2, 2, values => Field(values[0], values[1])),
        ["jparse"] = new(1, 2, values => values[0].Kind == ValueKind.Text ? Parsed(values[0].Text!, values.Length > 1 ? values[1].Text : null) : Value.Absent),
        ["mapkeys"] = new(1, 1, values => values[0].Structure is JsonObject map ? Value.Of(new JsonArray([.. map.Select(member => (JsonNode?)member.Key)])) : Value.Absent),
        ["mapvalues"] = new(1, 1, values => values[0].Structure is JsonObject map ? Value.Of(new JsonArray([.. map.Select(member => member.Value?.DeepClone())])) : Value.Absent),
        ["length"] = new(1, 1, values => values[0].Kind == ValueKind.Text ? Value.Of(values[0].Text!.Length) : values[0].Structure is JsonArray list ? Value.Of(list.Count) : Value.Absent),
        ["contains"] = new(2, 2, values => values[0].Structure is JsonArray list ? Value.Of(list.Any(element => Value.Of(element).Equals(values[1])))
            : values[0].Kind == ValueKind.Text ? Value.Of(values[0].Text!.Contains(values[1].ToString(), StringComparison.Ordinal)) : Value.Absent),
    };

    /// <summary>An element of a list by its place, a member of a map by its name: the 95th percentile is found as 95, '95' and '95.0'.</summary>
    public static Value Field(Value structure, Value key) => structure.Distribution is { } told ? Part(told, key.ToString()) : structure.Structure switch
    {
        JsonArray list => key is { Kind: ValueKind.Number, Number: >= 0 } && key.Number < list.Count ? Value.Of(list[(int)key.Number]) : Value.Absent,
        JsonObject map => map.TryGetPropertyValue(key.ToString(), out var member) ? Value.Of(member)
            : NumberFunctions.Parse(key.ToString()) is { IsAbsent: false } number && map.TryGetPropertyValue(number.ToString(), out var percentile) ? Value.Of(percentile) : Value.Absent,
        _ => Value.Absent,
    };

    /// <summary>What one name of <c>AS (a, b)</c> stands for: an element by its place, a member by that name, a lone value as the first.</summary>
    public static Value Part(Value value, string name, int index) => value.Structure switch
    {
        JsonArray list => index < list.Count ? Value.Of(list[index]) : Value.Absent,
        JsonObject map => Value.Of(map[name]),
        _ => index == 0 ? value : Value.Absent,
    };

    private static Value Part(Distribution told, string field) => field switch
    {
        "count" => Value.Of(told.Count),
        "total" or "sum" => Value.Of(told.Sum),
        "min" => Value.Of(told.Min),
        "max" => Value.Of(told.Max),
        "type" => Value.Of(told.Kind),
        _ => Value.Absent,
    };

    private static Value Parsed(string json, string? path)
    {
        try
        {
            var root = JsonNode.Parse(json);
            return Value.Of(path is null ? root : JsonPath.Read(root, path));
        }
        catch (JsonException)
        {
            return Value.Absent;
        }
    }
}
