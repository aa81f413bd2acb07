using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Runs NRQL over the event store and answers in the shapes of NerdGraph.</summary>
public sealed class NrqlEngine(EventStore store, TimeProvider time)
{
    /// <summary>Runs one query over the given accounts (and what belongs to every account).</summary>
    /// <exception cref="NrqlException">New Relic would refuse the query; the message is in its words.</exception>
    public NrqlAnswer Execute(string nrql, IReadOnlyCollection<int> accountIds, CancellationToken ct = default)
    {
        var query = NrqlParser.Parse(nrql);
        var now = time.GetUtcNow();
        if (query.ShowEventTypes)
        {
            var types = accountIds.SelectMany(store.EventTypes).Distinct().Order(StringComparer.Ordinal);
            var rows = new JsonArray([.. types.Select(type => (JsonNode?)new JsonObject { ["eventType"] = type })]);
            return Answer(query, QueryWindow.Of(query, now), rows, null, 0, 0);
        }

        return Run(query, QueryWindow.Of(query, now), now, accountIds, ct);
    }

    private NrqlAnswer Run(NrqlQuery query, QueryWindow window, DateTimeOffset now, IReadOnlyCollection<int> accounts, CancellationToken ct)
    {
        TimesliceRule.Check(query);
        ExpressionCompiler Compiler() => new(query.Variables, subquery => Subquery(subquery, window, now, accounts, ct));
        if (query.Select.All(item => item.Expression is LiteralNode))
        {
            return Answer(query, window, new JsonArray(new JsonObject(query.Select.Select(item =>
                KeyValuePair.Create(item.Alias ?? "constant", ((LiteralNode)item.Expression).Value.ToJson())).DistinctBy(pair => pair.Key))), null, 0, 0);
        }

        if (!query.Select.Any(item => Aggregates.Aggregate(item.Expression)))
        {
            var events = new EventScan(query, window, Compiler());
            return Answer(query, window, events.Run(store, accounts, ct), null, events.Matched, events.Matched);
        }

        var current = Scan(query, window, Compiler(), accounts, ct);
        var previous = query.CompareWith is { } back ? Scan(query, window.Shifted(back), Compiler(), accounts, ct) : null;
        return Aggregated(query, window, current, previous);
    }

    private AggregateScan Scan(NrqlQuery query, QueryWindow window, ExpressionCompiler compiler, IReadOnlyCollection<int> accounts, CancellationToken ct)
    {
        var scan = new AggregateScan(query, window, compiler);
        scan.Run(store, accounts, ct);
        return scan;
    }

    private static NrqlAnswer Aggregated(NrqlQuery query, QueryWindow window, AggregateScan current, AggregateScan? previous)
    {
        var writer = new RowWriter(query, current);
        var shown = query.Facet is null ? [current.Groups.Everything] : writer.Shown();
        var rows = writer.Rows(shown, previous is null ? null : "current");
        var answer = Answer(query, window, rows, null, current.Inspected, current.Matched);
        if (query.Facet is not null)
        {
            var rest = current.Groups.Found.Except(shown).Append(current.Groups.Everything).ToList();
            answer = answer with { TotalResult = writer.Together([.. shown, .. rest]), OtherResult = writer.Together(rest) };
        }

        return previous is null ? answer : Compared(query, answer, rows, shown, previous);
    }

    /// <summary>COMPARE WITH shows the facets of the current window in both.</summary>
    private static NrqlAnswer Compared(NrqlQuery query, NrqlAnswer answer, JsonArray rows, List<FacetGroup> shown, AggregateScan previous)
    {
        var facets = shown.Select(group => string.Join('\u0001', group.Values)).ToList();
        var groups = query.Facet is null ? [previous.Groups.Everything] : previous.Groups.Found.Where(group => facets.Contains(string.Join('\u0001', group.Values))).ToList();
        var earlier = new RowWriter(query, previous).Rows(groups, "previous");
        return answer with
        {
            Results = new JsonArray([.. rows.Concat(earlier).Select(row => row?.DeepClone())]),
            CurrentResults = rows,
            PreviousResults = earlier,
        };
    }

    private static NrqlAnswer Answer(NrqlQuery query, QueryWindow window, JsonArray rows, JsonArray? current, long inspected, long matched)
    {
        var metadata = new NrqlMetadata(
            query.From,
            query.Facet is { } facet ? [.. facet.Items.Select(item => item.Alias ?? SelectCompiler.DefaultKey(item.Expression)), .. facet.Cases.Count > 0 ? ["cases"] : Array.Empty<string>()] : null,
            query.Extrapolate ? ["EXTRAPOLATE has no effect: the simulator keeps every event"] : [],
            window.Begin,
            window.End,
            query.Since?.Text ?? "60 MINUTES AGO",
            query.Until?.Text ?? "NOW",
            query.CompareWithText);
        return new NrqlAnswer { Results = rows, CurrentResults = current, Metadata = metadata, RawResponse = RawResponse.Of(query, metadata, rows, inspected, matched) };
    }

    /// <summary>The values an IN subquery finds: of <c>uniques()</c>, of facets, or of the one selected attribute.</summary>
    private List<Value> Subquery(NrqlQuery subquery, QueryWindow outer, DateTimeOffset now, IReadOnlyCollection<int> accounts, CancellationToken ct)
    {
        var answer = Run(subquery, QueryWindow.Of(subquery, now, outer), now, accounts, ct);
        return
        [
            .. answer.Results.OfType<JsonObject>()
                .SelectMany(row => row["facet"] is { } facet ? [facet] : row.Where(member => member.Key != "timestamp").Take(1).SelectMany(member => member.Value is JsonArray many ? many : [member.Value]))
                .Select(Read).Where(value => !value.IsAbsent).Take(5_000),
        ];
    }

    private static Value Read(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => Value.Of(text),
        JsonValue value when value.TryGetValue<bool>(out var flag) => Value.Of(flag),
        JsonValue value when value.TryGetValue<long>(out var whole) => Value.Of(whole),
        JsonValue value when value.TryGetValue<double>(out var number) => Value.Of(number),
        _ => Value.Absent,
    };
}
