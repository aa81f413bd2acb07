namespace NewRelic.Simulator.Nrql;

/// <summary>Clauses in any order; WHERE may repeat and is ANDed, everything else stands once.</summary>
internal sealed class QueryParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private readonly SourceParser _sources;
    private readonly FacetParser _facets;
    private readonly WithParser _with;
    private readonly TimeseriesParser _timeseries;
    private int _depth;

    public QueryParser(TokenReader tokens, NrqlRules rules)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens, Query);
        _sources = new SourceParser(tokens, _expressions, Query);
        _facets = new FacetParser(tokens, _expressions);
        _with = new WithParser(tokens, _expressions);
        _timeseries = new TimeseriesParser(tokens, rules);
    }

    public NrqlQuery Whole()
    {
        var query = _tokens.IsWord("SHOW") ? ShowEventTypes() : Query();
        return _tokens.Current.Kind == TokenKind.End ? query : throw _tokens.Unexpected();
    }

    private NrqlQuery ShowEventTypes()
    {
        _tokens.Word("SHOW");
        _tokens.Word("EVENT");
        _tokens.Word("TYPES");
        var query = new NrqlQuery { ShowEventTypes = true };
        while (Clause(query))
        {
        }

        return query;
    }

    private NrqlQuery Query()
    {
        if (++_depth > 20)
        {
            throw _tokens.Unexpected();
        }

        var query = new NrqlQuery();
        while (Clause(query))
        {
        }

        _depth--;
        return query.Select.Count > 0 && (query.From.Count > 0 || query.FromQuery is not null || IsConstant(query)) ? query : throw _tokens.Unexpected();
    }

    /// <summary>Literals, or expressions over the variables of WITH: they need no events.</summary>
    private static bool IsConstant(NrqlQuery query) => !query.Aggregates
        && (query.Variables.Count > 0 || query.Select.All(item => item.Expression is LiteralNode or CallNode or BinaryNode && !item.Expression.All().Any(node => node is StarNode or AttributeNode { Name: not ("numeric" or "string") })));

    private bool Clause(NrqlQuery query)
    {
        var token = _tokens.Current;
        return token.Kind == TokenKind.Word && token.Text.ToUpperInvariant() switch
        {
            "SELECT" when query.Select.Count == 0 => Read(() => query.Select = _tokens.List(_expressions.Item)),
            "FROM" when query.From.Count == 0 && query.FromQuery is null => Read(() => _sources.Read(query)),
            "WHERE" => Read(() => Where(query)),
            "FACET" when query.Facet is null => Read(() => query.Facet = _facets.Read()),
            "SINCE" when query.Since is null => Read(() => query.Since = TimeParser.Read(_tokens)),
            "UNTIL" when query.Until is null => Read(() => query.Until = TimeParser.Read(_tokens)),
            "LIMIT" when query.Limit is null => Read(() => query.Limit = _tokens.TryWord("MAX") ? QueryRules.MostRows : _tokens.Number()),
            "OFFSET" when query.Offset == 0 => Read(() => query.Offset = (int)Math.Min(_tokens.Number(), int.MaxValue / 2)),
            "ORDER" when query.OrderBy.Count == 0 => Read(() => OrderBy(query)),
            "TIMESERIES" when query.Timeseries is null => Read(() => query.Timeseries = _timeseries.Read()),
            "COMPARE" when query.CompareWith is null => Read(() => CompareWith(query)),
            "EXTRAPOLATE" => Read(() => query.Extrapolate = true),
            "WITH" => Read(() => _with.Read(query)),
            _ => false,
        };
    }

    private bool Read(Action clause)
    {
        _tokens.Take();
        clause();
        return true;
    }

    private void Where(NrqlQuery query)
    {
        var condition = _expressions.Expression();
        query.Where = query.Where is null ? condition : new BinaryNode("AND", query.Where, condition);
    }

    private void OrderBy(NrqlQuery query)
    {
        _tokens.Word("BY");
        query.OrderBy = _tokens.List(() =>
        {
            var by = _expressions.Expression();
            return new OrderClause(by, _tokens.TryWord("ASC") || (!_tokens.TryWord("DESC") && query.Facet is null));
        });
    }

    private void CompareWith(NrqlQuery query)
    {
        _tokens.Word("WITH");
        var start = _tokens.Current.Position;
        query.CompareWith = _tokens.Duration();
        _tokens.Word("AGO");
        query.CompareWithText = _tokens.Source(start, _tokens.Current.Position).ToUpperInvariant();
    }
}
