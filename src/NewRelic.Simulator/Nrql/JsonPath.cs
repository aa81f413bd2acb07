using System.Globalization;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

/// <summary>The paths of <c>jparse()</c>: <c>a.b</c>, <c>[0]</c>, <c>[0,2]</c>, <c>[1:]</c>, <c>[*]</c>, <c>["a", b]</c>.</summary>
internal static class JsonPath
{
    public static JsonNode? Read(JsonNode? node, string path)
    {
        var rest = path.AsSpan().Trim();
        if (rest.IsEmpty || node is null)
        {
            return node;
        }

        if (rest[0] != '[')
        {
            rest = rest[0] == '.' ? rest[1..] : rest;
            var end = rest.IndexOfAny('.', '[');
            var name = (end < 0 ? rest : rest[..end]).ToString();
            return node is JsonObject map && name.Length > 0 ? Read(map[name], end < 0 ? "" : rest[end..].ToString()) : null;
        }

        var close = rest.IndexOf(']');
        return close < 0 ? null : Bracket(node, rest[1..close].ToString(), rest[(close + 1)..].ToString());
    }

    private static JsonNode? Bracket(JsonNode node, string inside, string rest)
    {
        var keys = inside.Split(',').Select(key => key.Trim().Trim('"', '\'')).ToArray();
        return node switch
        {
            JsonArray list when inside.Trim() == "*" => Many(list, rest),
            JsonArray list when inside.Contains(':') => Many(Slice(list, inside.Split(':')), rest),
            JsonArray list when keys.Length > 1 => Many(keys.Select(key => Element(list, key)), rest),
            JsonArray list => Read(Element(list, keys[0]), rest),
            JsonObject map when keys.Length > 1 => Many(keys.Select(key => map[key]), rest),
            JsonObject map => Read(map[keys[0]], rest),
            _ => null,
        };
    }

    private static JsonArray Many(IEnumerable<JsonNode?> nodes, string rest) => new([.. nodes.Select(node => Read(node, rest)?.DeepClone())]);

    private static JsonNode? Element(JsonArray list, string index) =>
        int.TryParse(index, NumberStyles.Integer, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < list.Count ? list[at] : null;

    private static IEnumerable<JsonNode?> Slice(JsonArray list, string[] bounds)
    {
        int Bound(string text, int absent) => !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var at) ? absent : Math.Clamp(at < 0 ? list.Count + at : at, 0, list.Count);
        var (from, to) = (Bound(bounds[0], 0), Bound(bounds[1], list.Count));
        return list.Skip(from).Take(Math.Max(0, to - from));
    }
}
