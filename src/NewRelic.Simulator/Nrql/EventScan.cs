using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>SELECT of attributes or of everything: the events themselves, latest first.</summary>
internal sealed class EventScan(NrqlQuery query, QueryWindow window, ExpressionCompiler compiler)
{
    private const int DefaultRows = 100;

    public long Matched { get; private set; }

    public JsonArray Run(EventSource source, CancellationToken ct)
    {
        Refuse();
        var where = query.Where is null ? null : compiler.Compile(query.Where);
        var columns = query.Select.Where(item => item.Expression is not StarNode).Select(item => (Key: item.Alias ?? SelectColumn.DefaultKey(item.Expression), Read: compiler.Compile(item.Expression))).ToList();
        var order = query.OrderBy.Select(clause => (Read: compiler.Compile(clause.By), clause.Ascending)).ToList();
        var rows = new List<(Value[] Keys, long Timestamp, JsonObject Row)>();
        var keep = (int)Math.Min(int.MaxValue, (long)query.Shown(DefaultRows) + query.Offset);
        foreach (var (account, eventType, chunk) in source.Chunks.OrderByDescending(found => found.Chunk.Latest))
        {
            ct.ThrowIfCancellationRequested();
            if (order.Count == 0 && rows.Count >= keep && chunk.Latest < rows.Min(row => row.Timestamp))
            {
                break;
            }

            var context = new ChunkContext(source.Pool, account, eventType, chunk);
            foreach (var evaluator in columns.Select(column => column.Read).Concat(order.Select(clause => clause.Read)).Append(where).OfType<Evaluator>())
            {
                evaluator.Bind(context);
            }

            Scan(context, where, columns, order, rows);
            if (rows.Count > keep)
            {
                rows = [.. Sort(rows, order).Take(keep)];
            }
        }

        return new JsonArray([.. Sort(rows, order).Skip(query.Offset).Take(query.Shown(DefaultRows)).Select(row => (JsonNode?)row.Row)]);
    }

    private void Refuse()
    {
        if (query.Facet is not null)
        {
            throw new NrqlException(query.Timeseries is null ? "FACET cannot be used when selecting on event fields" : "FACET and TIMESERIES are not supported on events.");
        }

        if (query.Timeseries is not null)
        {
            throw new NrqlException("FACET and TIMESERIES are not supported on events.");
        }
    }

    private void Scan(
        ChunkContext context, Evaluator? where, List<(string Key, Evaluator Read)> columns, List<(Evaluator Read, bool Ascending)> order, List<(Value[], long, JsonObject)> rows)
    {
        var chunk = context.Chunk;
        for (var row = chunk.Count - 1; row >= 0; row--)
        {
            var timestamp = chunk.Timestamps[row];
            if (timestamp < window.Begin || timestamp >= window.End || (where is not null && !where.Test(row)))
            {
                continue;
            }

            Matched++;
            rows.Add(([.. order.Select(clause => clause.Read.Eval(row))], timestamp, Row(context, row, timestamp, columns)));
        }
    }

    private JsonObject Row(ChunkContext context, int row, long timestamp, List<(string Key, Evaluator Read)> columns)
    {
        var values = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal) { ["timestamp"] = timestamp };
        if (query.Select.Any(item => item.Expression is StarNode))
        {
            foreach (var name in context.Chunk.Attributes)
            {
                var attribute = new AttributeEvaluator(name);
                attribute.Bind(context);
                if (attribute.Eval(row) is { IsAbsent: false } value)
                {
                    values[name] = value.ToJson();
                }
            }
        }

        foreach (var (key, read) in columns)
        {
            values[key] = read.Eval(row).ToJson();
        }

        return new JsonObject(values);
    }

    private static IEnumerable<(Value[] Keys, long Timestamp, JsonObject Row)> Sort(List<(Value[] Keys, long Timestamp, JsonObject Row)> rows, List<(Evaluator Read, bool Ascending)> order)
    {
        IOrderedEnumerable<(Value[] Keys, long Timestamp, JsonObject Row)>? sorted = null;
        foreach (var (index, clause) in order.Index())
        {
            sorted = (sorted, clause.Ascending) switch
            {
                (null, true) => rows.OrderBy(row => row.Keys[index]),
                (null, false) => rows.OrderByDescending(row => row.Keys[index]),
                (_, true) => sorted.ThenBy(row => row.Keys[index]),
                _ => sorted.ThenByDescending(row => row.Keys[index]),
            };
        }

        return sorted ?? rows.OrderByDescending(row => row.Timestamp);
    }
}
