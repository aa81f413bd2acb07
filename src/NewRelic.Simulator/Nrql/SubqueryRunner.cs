using System.Text.Json.Nodes;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Runs the subqueries of one query, each once, in the window of the query unless they have their own.</summary>
internal sealed class SubqueryRunner(QueryRunner runner, QueryWindow outer, NrqlRules rules)
{
    private const string Truncated = "Subquery may have reached the maximum result member limit, which may cause an incomplete result.";

    private readonly Dictionary<NrqlQuery, IReadOnlyList<Value>> _values = [];
    private readonly List<string> _messages = [];

    /// <summary>What New Relic says besides the rows.</summary>
    public IReadOnlyList<string> Messages => [.. _messages.Distinct()];

    /// <summary>The set that an IN looks into.</summary>
    public IReadOnlyList<Value> Values(NrqlQuery query)
    {
        if (!_values.TryGetValue(query, out var values))
        {
            _values[query] = values = Members(query);
        }

        return values;
    }

    /// <summary>The value that a comparison or calculation takes; absent without rows.</summary>
    /// <exception cref="NrqlException">There are several.</exception>
    public Value Single(NrqlQuery query)
    {
        var values = Values(query);
        var isSet = query.Select.Any(item => item.Expression is CallNode { Function: "uniques" });
        rules.Require(NrqlRule.SubqueryValue, values.Count <= 1 && !isSet, $"NRQL Syntax Error: a subquery here must return a single value, this one returned {(isSet ? "a set" : values.Count)}");
        return values.Count > 0 ? values[0] : Value.Absent;
    }

    private List<Value> Members(NrqlQuery query)
    {
        var answer = runner.Run(query, runner.Inside(query, outer));
        var item = query.Select[0];
        var key = item.Alias ?? SelectColumn.DefaultKey(item.Expression);
        var all = answer.Results.OfType<JsonObject>().SelectMany(row => Unfold(row[key])).Where(value => !value.IsAbsent).Take(QueryRules.MostRows + 1).ToList();
        _messages.AddRange(answer.Metadata.Messages);
        if (all.Count >= QueryRules.MostRows)
        {
            _messages.Add(Truncated);
        }

        return [.. all.Take(QueryRules.MostRows)];
    }

    /// <summary>A list is its elements, a lone percentile is its value.</summary>
    private static IEnumerable<Value> Unfold(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(element => Value.Of(element)),
        JsonObject { Count: 1 } map => map.Select(member => Value.Of(member.Value)),
        _ => [Value.Of(node)],
    };
}
