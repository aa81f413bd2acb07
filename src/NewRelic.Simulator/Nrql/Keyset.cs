using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary><c>keyset()</c>: the attributes that events of the window carry, with the types they carry them in.</summary>
internal static class Keyset
{
    public static JsonArray Rows(EventSource source, QueryWindow window)
    {
        var found = new SortedSet<(string Key, string Type)>();
        foreach (var (_, _, chunk) in source.Chunks.Where(part => part.Chunk.Count > 0 && part.Chunk.Latest >= window.Begin && part.Chunk.Earliest < window.End))
        {
            foreach (var name in chunk.Attributes)
            {
                foreach (var kind in Kinds(chunk, chunk.Column(name)!, window))
                {
                    found.Add((name, kind == ValueKind.Number ? "numeric" : kind == ValueKind.Boolean ? "boolean" : "string"));
                }
            }

            found.Add(("timestamp", "numeric"));
        }

        return new JsonArray([.. found.Select(key => (JsonNode?)new JsonObject { ["key"] = key.Key, ["type"] = key.Type })]);
    }

    private static HashSet<ValueKind> Kinds(EventChunk chunk, ColumnChunk column, QueryWindow window)
    {
        var kinds = new HashSet<ValueKind>();
        for (var row = 0; row < chunk.Count; row++)
        {
            if (column.Kinds[row] != ValueKind.Absent && chunk.Timestamps[row] >= window.Begin && chunk.Timestamps[row] < window.End)
            {
                kinds.Add(column.Kinds[row]);
            }
        }

        return kinds;
    }
}
