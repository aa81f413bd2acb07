using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>One execution: a query, the queries inside it, and what they have in common.</summary>
internal sealed class QueryRunner(EventStore store, NrqlRules rules, DateTimeOffset now, IReadOnlyCollection<int> accounts, CancellationToken ct)
{
    public NrqlAnswer Run(NrqlQuery query, QueryWindow window)
    {
        if (query.Select is [{ Expression: CallNode { Function: "keyset", Arguments.Count: 0 } }])
        {
            return AnswerWriter.Plain(query, window, Keyset.Rows(Source(query, window), window));
        }

        var subqueries = new SubqueryRunner(this, window, rules);
        if (query.Select.All(item => item.Expression is LiteralNode) || (query.From.Count == 0 && query.FromQuery is null))
        {
            return AnswerWriter.Plain(query, window, new JsonArray(Constants(query, window, Compiler(query, subqueries))));
        }

        return query.Aggregates ? Aggregated(query, window, subqueries) : Events(query, window, subqueries);
    }

    /// <summary>The rows of a query as events: for nested aggregation and JOIN.</summary>
    public IEnumerable<DerivedRow> Derive(NrqlQuery query, QueryWindow window)
    {
        var subqueries = new SubqueryRunner(this, window, rules);
        if (!query.Aggregates)
        {
            return new EventScan(query, window, Compiler(query, subqueries)).Run(Source(query, window), ct).OfType<JsonObject>().Select(row => new DerivedRow(
                row["timestamp"]!.GetValue<long>(), row.ToDictionary(member => member.Key, member => Value.Of(member.Value?.DeepClone()))));
        }

        var scan = Scan(query, window, subqueries);
        var writer = new RowWriter(query, scan, rules);
        return writer.Derived(query.Facet is null ? [scan.Groups.Everything] : writer.Shown());
    }

    /// <summary>The window of a query inside another.</summary>
    public QueryWindow Inside(NrqlQuery query, QueryWindow outer) => QueryWindow.Of(query, now, rules, outer);

    private EventSource Source(NrqlQuery query, QueryWindow window)
    {
        ct.ThrowIfCancellationRequested();
        var source = query.FromQuery is { } inner ? EventSource.Of(accounts.First(), Derive(inner, Inside(inner, window)).Select(row => row with { Timestamp = Math.Max(row.Timestamp, window.Begin) })) : Stored(query);
        return query.Join is { } join ? new Joining(query, join, Compiler(query, new SubqueryRunner(this, window, rules)), rules).Join(source, window, [.. Derive(join.Query, Inside(join.Query, window))]) : source;
    }

    private EventSource Stored(NrqlQuery query)
    {
        var (pool, chunks) = store.Chunks(accounts, query.From);
        return new EventSource(pool, chunks);
    }

    private ExpressionCompiler Compiler(NrqlQuery query, SubqueryRunner subqueries) => new(new QueryScope(query.Variables, TimeParser.ZoneOf(query), rules, subqueries));

    private NrqlAnswer Aggregated(NrqlQuery query, QueryWindow window, SubqueryRunner subqueries)
    {
        var current = Scan(query, window, subqueries);
        var previous = query.CompareWith is { } back ? Scan(query, window.Shifted(back), subqueries) : null;
        return AnswerWriter.Aggregated(query, window, rules, current, previous, subqueries.Messages);
    }

    private NrqlAnswer Events(NrqlQuery query, QueryWindow window, SubqueryRunner subqueries)
    {
        var events = new EventScan(query, window, Compiler(query, subqueries));
        var rows = events.Run(Source(query, window), ct);
        return AnswerWriter.Plain(query, window, rows, events.Matched, events.Matched, subqueries.Messages);
    }

    private AggregateScan Scan(NrqlQuery query, QueryWindow window, SubqueryRunner subqueries)
    {
        var scan = new AggregateScan(query, window, Compiler(query, subqueries));
        scan.Run(Source(query, window), ct);
        return scan;
    }

    private JsonObject Constants(NrqlQuery query, QueryWindow window, ExpressionCompiler compiler)
    {
        var source = EventSource.Nothing(accounts.First(), window.Begin);
        var (account, eventType, chunk) = source.Chunks[0];
        var row = new JsonObject();
        foreach (var item in query.Select)
        {
            var evaluator = compiler.Compile(item.Expression);
            evaluator.Bind(new ChunkContext(source.Pool, account, eventType, chunk));
            row[item.Alias ?? SelectColumn.DefaultKey(item.Expression)] = evaluator.Eval(0).ToJson();
        }

        return row;
    }
}
