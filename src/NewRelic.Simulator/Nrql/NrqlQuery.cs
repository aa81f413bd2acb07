namespace NewRelic.Simulator.Nrql;

/// <summary>A parsed NRQL query.</summary>
public sealed class NrqlQuery
{
    internal bool ShowEventTypes { get; set; }

    internal List<ItemNode> Select { get; set; } = [];

    internal List<string> From { get; set; } = [];

    /// <summary>Nested aggregation: the query whose rows are this one's events.</summary>
    internal NrqlQuery? FromQuery { get; set; }

    internal JoinClause? Join { get; set; }

    internal Node? Where { get; set; }

    internal FacetClause? Facet { get; set; }

    internal TimeExpression? Since { get; set; }

    internal TimeExpression? Until { get; set; }

    internal string? TimeZone { get; set; }

    /// <summary>Milliseconds.</summary>
    internal double? CompareWith { get; set; }

    internal string? CompareWithText { get; set; }

    internal TimeseriesClause? Timeseries { get; set; }

    internal double? Limit { get; set; }

    /// <summary>Rows or facets to show, never more than New Relic's maximum.</summary>
    internal int Shown(int otherwise) => (int)Math.Min(Limit ?? otherwise, QueryRules.MostRows);

    internal int Offset { get; set; }

    internal List<OrderClause> OrderBy { get; set; } = [];

    internal bool Extrapolate { get; set; }

    internal List<VariableNode> Variables { get; } = [];

    /// <summary>How often <c>WITH … AS</c> was written.</summary>
    internal int WithClauses { get; set; }

    internal bool Aggregates => Select.Any(item => Nrql.Aggregates.Aggregate(item.Expression));

    /// <summary>Every expression of the query itself.</summary>
    internal IEnumerable<Node> Expressions() =>
    [
        .. Select.Select(item => item.Expression),
        .. Where is null ? Array.Empty<Node>() : [Where],
        .. Facet is null ? [] : Facet.Items.Select(item => item.Expression),
        .. Facet?.OrderBy is { } order ? [order] : Array.Empty<Node>(),
        .. OrderBy.Select(clause => clause.By),
        .. Variables.Select(variable => variable.Expression),
        .. Join is null ? Array.Empty<Node>() : [Join.Key],
    ];

    /// <summary>Subqueries of WHERE, SELECT and JOIN, nested ones included; those of FROM are no subqueries but nested aggregation.</summary>
    internal IEnumerable<NrqlQuery> Subqueries()
    {
        var own = Expressions().SelectMany(expression => expression.All()).OfType<SubqueryNode>().Select(node => node.Query);
        return (Join is null ? own : own.Append(Join.Query)).SelectMany(query => query.Subqueries().Prepend(query)).Concat(FromQuery?.Subqueries() ?? []);
    }
}

/// <summary>A SELECT or FACET item.</summary>
internal sealed record ItemNode(Node Expression, string? Alias);

/// <summary><c>WITH expression AS name</c>; the index is the value's place in <c>AS (a, b)</c>.</summary>
internal sealed record VariableNode(string Name, Node Expression, int? Index);

/// <summary><c>[LEFT] JOIN (query) ON key = otherKey</c>.</summary>
internal sealed record JoinClause(NrqlQuery Query, Node Key, string OtherKey, bool KeepsUnmatched);

/// <param name="Direction">ASC or DESC, if either was written.</param>
internal sealed record FacetClause(IReadOnlyList<ItemNode> Items, Node? OrderBy, string? Direction);

/// <summary>TIMESERIES; a null width is AUTO, zero is MAX. Milliseconds.</summary>
internal sealed record TimeseriesClause(double? Width, double? Slide, bool IsMax = false);

internal sealed record OrderClause(Node By, bool Ascending);
