using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>JOIN: each event once per row of the subquery that has its key. Only what the query names is carried over.</summary>
internal sealed class Joining(NrqlQuery query, JoinClause join, ExpressionCompiler compiler, NrqlRules rules)
{
    private const int MostRowsOfKey = 100;

    public EventSource Join(EventSource source, QueryWindow window, IReadOnlyList<DerivedRow> rows)
    {
        var byKey = rows.Where(row => row.Values.GetValueOrDefault(join.OtherKey) is { IsAbsent: false }).GroupBy(row => row.Values[join.OtherKey]).ToDictionary(group => group.Key, group => group.ToList());
        var largest = byKey.Values.Select(found => found.Count).DefaultIfEmpty().Max();
        rules.Require(NrqlRule.JoinCardinality, largest <= MostRowsOfKey, $"NRQL Syntax Error: a single join key cannot map to more than {MostRowsOfKey} rows in the subquery result, this one maps to {largest}");
        return EventSource.Of(source.Chunks.Count > 0 ? source.Chunks[0].Account : 0, Joined(source, window, byKey));
    }

    private IEnumerable<DerivedRow> Joined(EventSource source, QueryWindow window, Dictionary<Value, List<DerivedRow>> byKey)
    {
        var key = compiler.Compile(join.Key);
        var named = Named();
        foreach (var (account, eventType, chunk) in source.Chunks)
        {
            var context = new ChunkContext(source.Pool, account, eventType, chunk);
            key.Bind(context);
            var attributes = chunk.Attributes.Where(name => named is null || named.Contains(name)).Select(name => new AttributeEvaluator(name)).ToList();
            attributes.ForEach(attribute => attribute.Bind(context));
            for (var row = 0; row < chunk.Count; row++)
            {
                if (chunk.Timestamps[row] < window.Begin || chunk.Timestamps[row] >= window.End)
                {
                    continue;
                }

                var matches = byKey.GetValueOrDefault(key.Eval(row));
                foreach (var match in matches ?? (join.KeepsUnmatched ? [new DerivedRow(0, new Dictionary<string, Value>())] : []))
                {
                    yield return Merge(chunk.Timestamps[row], attributes, row, match);
                }
            }
        }
    }

    /// <summary>Attributes that the query names; null when it asks for all of them.</summary>
    private HashSet<string>? Named()
    {
        var nodes = query.Expressions().SelectMany(expression => expression.All()).ToList();
        var wantsAll = query.Select.Any(item => item.Expression is StarNode) || nodes.Any(node => node is CallNode { Function: "dimensions" or "cardinality" or "keyset" } || node is AttributeNode attribute && attribute.Name.Contains('%'));
        return wantsAll ? null : [.. nodes.OfType<AttributeNode>().Select(node => node.Name)];
    }

    private static DerivedRow Merge(long timestamp, List<AttributeEvaluator> attributes, int row, DerivedRow match)
    {
        var values = new Dictionary<string, Value>(match.Values, StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            if (attribute.Eval(row) is { IsAbsent: false } value)
            {
                values[attribute.Name] = value;
            }
        }

        return new DerivedRow(timestamp, values);
    }
}
