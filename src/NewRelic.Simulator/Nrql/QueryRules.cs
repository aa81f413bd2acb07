using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>The rules that can be told from a query's text alone.</summary>
internal static class QueryRules
{
    public const int MostSubqueries = 3;
    public const int MostRows = 5_000;
    private const int MostFacets = 5;
    private const int MostCaptures = 5;

    /// <exception cref="NrqlException">A rule in force is broken.</exception>
    public static void Check(NrqlQuery query, NrqlRules rules)
    {
        var subqueries = query.Subqueries().ToList();
        rules.Require(NrqlRule.Subqueries, subqueries.Count <= MostSubqueries, $"NRQL Syntax Error: a maximum of three subqueries is allowed in a query, this one has {subqueries.Count}");
        var captures = Levels(query).Sum(level => level.Expressions().SelectMany(expression => expression.All()).Count(node => node is CallNode { Function: "capture" }));
        rules.Require(NrqlRule.CaptureStatements, captures <= MostCaptures, $"NRQL Syntax Error: a query can have up to {MostCaptures} capture statements, this one has {captures}");
        foreach (var level in Levels(query))
        {
            CheckClauses(level, rules);
            CheckFacet(level, rules);
            CheckVariables(level, rules);
            TimesliceRule.Check(level, rules);
        }

        foreach (var subquery in subqueries)
        {
            rules.Require(NrqlRule.SubqueryTimeseries, subquery is { Timeseries: null, CompareWith: null }, "NRQL Syntax Error: the TIMESERIES and COMPARE WITH clauses are not supported in subqueries");
        }
    }

    private static IEnumerable<NrqlQuery> Levels(NrqlQuery query)
    {
        for (var level = query; level is not null; level = level.FromQuery)
        {
            yield return level;
            foreach (var subquery in level.Expressions().SelectMany(expression => expression.All()).OfType<SubqueryNode>().SelectMany(node => Levels(node.Query)))
            {
                yield return subquery;
            }

            foreach (var joined in level.Join is null ? [] : Levels(level.Join.Query))
            {
                yield return joined;
            }
        }
    }

    private static void CheckClauses(NrqlQuery query, NrqlRules rules)
    {
        rules.Require(NrqlRule.Limit, query.Limit is null or <= MostRows, $"NRQL Syntax Error: the maximum allowed value for the LIMIT clause is {MostRows}");
        rules.Require(NrqlRule.CompareWithSince, query.CompareWith is null || query.Since is not null || query.Until is not null, "NRQL Syntax Error: COMPARE WITH requires a SINCE or UNTIL statement");
        rules.Require(NrqlRule.TimeseriesWidth, query.Timeseries is null or { Width: not <= 0 } or { IsMax: true }, "NRQL Syntax Error: the TIMESERIES step size must be greater than zero");
        rules.Require(NrqlRule.MetricsMixed, !query.From.Contains("Metric") || query.From.Count == 1, "NRQL Syntax Error: Metric cannot be queried together with event types");
        rules.Require(
            NrqlRule.NestedTimeRange,
            query.FromQuery is null or { Since: null, Until: null, CompareWith: null },
            "NRQL Syntax Error: SINCE, UNTIL and COMPARE WITH apply to the entire query and can only be used at the outermost level");
        if (query.Join is { Query: var joined })
        {
            rules.Require(NrqlRule.JoinSelectsStar, !joined.Select.Any(item => item.Expression is StarNode), "NRQL Syntax Error: SELECT * is not supported in a joined subquery");
            rules.Require(NrqlRule.JoinUniques, !joined.Select.Any(item => item.Expression is CallNode { Function: "uniques" }), "NRQL Syntax Error: a joined subquery cannot project a uniques() result");
        }
    }

    private static void CheckFacet(NrqlQuery query, NrqlRules rules)
    {
        if (query.Facet is not { } facet)
        {
            return;
        }

        rules.Require(NrqlRule.FacetAttributes, facet.Items.Count <= MostFacets, $"NRQL Syntax Error: FACET supports a maximum of {MostFacets} attributes");
        rules.Require(NrqlRule.FacetOrderDirection, facet.Direction is null, $"NRQL Syntax Error: Error, unexpected '{facet.Direction}': FACET ... ORDER BY takes neither ASC nor DESC");
        rules.Require(
            NrqlRule.SubqueryInFacet,
            !facet.Items.SelectMany(item => Attributes(item.Expression)).SelectMany(node => node.All()).Any(node => node is SubqueryNode),
            "NRQL Syntax Error: subqueries can't appear in the FACET clause");
    }

    /// <summary>An item without the conditions of its CASES, in which subqueries are allowed.</summary>
    private static IEnumerable<Node> Attributes(Node item) => item is CasesNode cases ? cases.Otherwise is { } other ? [other] : [] : [item];

    private static void CheckVariables(NrqlQuery query, NrqlRules rules)
    {
        rules.Require(NrqlRule.SingleWith, query.WithClauses <= 1, "NRQL Syntax Error: only one WITH ... AS clause can be used");
        rules.Require(
            NrqlRule.WithAggregates,
            !query.Variables.Any(variable => Aggregates.Aggregate(variable.Expression)),
            "NRQL Syntax Error: aggregator functions are not supported in WITH ... AS");
    }
}
