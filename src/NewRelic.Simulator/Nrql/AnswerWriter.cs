using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

/// <summary>Rows to answers, with what NerdGraph says around them.</summary>
internal static class AnswerWriter
{
    public static NrqlAnswer Plain(NrqlQuery query, QueryWindow window, JsonArray rows, long inspected = 0, long matched = 0, IReadOnlyList<string>? messages = null)
    {
        var metadata = new NrqlMetadata(
            EventTypes(query),
            query.Facet is { } facet ? [.. facet.Items.Select(item => item.Alias ?? SelectColumn.DefaultKey(item.Expression))] : null,
            [.. query.Extrapolate ? ["EXTRAPOLATE has no effect: the simulator keeps every event"] : Array.Empty<string>(), .. messages ?? []],
            window.Begin,
            window.End,
            query.Since?.Text ?? "60 MINUTES AGO",
            query.Until?.Text ?? "NOW",
            query.CompareWithText);
        return new NrqlAnswer { Results = rows, Metadata = metadata, RawResponse = RawResponse.Of(query, metadata, rows, inspected, matched) };
    }

    public static NrqlAnswer Aggregated(NrqlQuery query, QueryWindow window, NrqlRules rules, AggregateScan current, AggregateScan? previous, IReadOnlyList<string> messages)
    {
        var writer = new RowWriter(query, current, rules);
        var shown = query.Facet is null ? [current.Groups.Everything] : writer.Shown();
        var rows = writer.Rows(shown, previous is null ? null : "current");
        var answer = Plain(query, window, rows, current.Inspected, current.Matched, messages);
        if (query.Facet is not null)
        {
            var rest = current.Groups.Found.Except(shown).Append(current.Groups.Everything).ToList();
            answer = answer with { TotalResult = writer.Together([.. shown, .. rest]), OtherResult = writer.Together(rest) };
        }

        return previous is null ? answer : Compared(query, answer, rows, shown, new RowWriter(query, previous, rules), previous.Groups);
    }

    private static List<string> EventTypes(NrqlQuery query) => query.FromQuery is { } inner ? EventTypes(inner) : query.From;

    /// <summary>COMPARE WITH shows the facets of the current window in both.</summary>
    private static NrqlAnswer Compared(NrqlQuery query, NrqlAnswer answer, JsonArray rows, List<FacetGroup> shown, RowWriter writer, FacetGroups previous)
    {
        var facets = shown.Select(group => string.Join('\u0001', group.Values)).ToHashSet(StringComparer.Ordinal);
        var earlier = writer.Rows(query.Facet is null ? [previous.Everything] : previous.Found.Where(group => facets.Contains(string.Join('\u0001', group.Values))), "previous");
        return answer with
        {
            Results = new JsonArray([.. rows.Concat(earlier).Select(row => row?.DeepClone())]),
            CurrentResults = rows,
            PreviousResults = earlier,
        };
    }
}
