namespace NewRelic.Simulator.Nrql;

/// <summary>Clauses in any order; WHERE may repeat and is ANDed, everything else stands once.</summary>
public sealed class NrqlParser
{
    /// <summary>Longest query New Relic takes.</summary>
    public const int MaxBytes = 4_096;

    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;

    private NrqlParser(string nrql)
    {
        _tokens = new TokenReader(nrql);
        _expressions = new ExpressionParser(_tokens, Clauses);
    }

    /// <exception cref="NrqlException">The query is none, in New Relic's words.</exception>
    public static NrqlQuery Parse(string nrql)
    {
        if (string.IsNullOrWhiteSpace(nrql))
        {
            throw new NrqlException("Validation error on 'nrql': a query must be specified");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(nrql) >= MaxBytes)
        {
            throw new NrqlException($"NRQL Syntax Error: the query is {System.Text.Encoding.UTF8.GetByteCount(nrql)} bytes long, the limit is 4 KB");
        }

        var parser = new NrqlParser(nrql);
        var query = parser._tokens.IsWord("SHOW") ? parser.ShowEventTypes() : parser.Clauses();
        return parser._tokens.Current.Kind == TokenKind.End ? query : throw parser._tokens.Unexpected();
    }

    /// <summary>Every string literal of a query, unescaped and in order: tests find a hostile value again as one of them.</summary>
    /// <exception cref="NrqlException">The query is none.</exception>
    public static IReadOnlyList<string> StringLiterals(string nrql)
    {
        Parse(nrql);
        return [.. NrqlLexer.Read(nrql).Where(token => token.Kind == TokenKind.Text).Select(token => token.Text)];
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

    private NrqlQuery Clauses()
    {
        var query = new NrqlQuery();
        while (Clause(query))
        {
        }

        var complete = query.From.Count > 0 || (query.Select.Count > 0 && query.Select.All(item => item.Expression is LiteralNode));
        return query.Select.Count > 0 && complete ? query : throw _tokens.Unexpected();
    }

    private bool Clause(NrqlQuery query)
    {
        var token = _tokens.Current;
        if (token.Kind != TokenKind.Word)
        {
            return false;
        }

        switch (token.Text.ToUpperInvariant())
        {
            case "SELECT" when query.Select.Count == 0:
                _tokens.Take();
                query.Select = List(SelectItem);
                return true;
            case "FROM" when query.From.Count == 0:
                _tokens.Take();
                query.From = List(EventType);
                return true;
            case "WHERE":
                _tokens.Take();
                var condition = _expressions.Expression();
                query.Where = query.Where is null ? condition : new BinaryNode("AND", query.Where, condition);
                return true;
            case "FACET" when query.Facet is null:
                _tokens.Take();
                query.Facet = Facet();
                return true;
            case "SINCE" when query.Since is null:
                _tokens.Take();
                query.Since = TimeParser.Read(_tokens);
                return true;
            case "UNTIL" when query.Until is null:
                _tokens.Take();
                query.Until = TimeParser.Read(_tokens);
                return true;
            case "LIMIT" when query.Limit is null:
                _tokens.Take();
                query.Limit = _tokens.TryWord("MAX") ? 5000 : (int)Math.Min(_tokens.Number(), 5000);
                return true;
            case "OFFSET" when query.Offset == 0:
                _tokens.Take();
                query.Offset = (int)_tokens.Number();
                return true;
            case "ORDER" when query.OrderBy.Count == 0:
                _tokens.Take();
                _tokens.Word("BY");
                query.OrderBy = List(() => Order(ascends: query.Facet is null));
                return true;
            case "TIMESERIES" when query.Timeseries is null:
                _tokens.Take();
                query.Timeseries = Timeseries();
                return true;
            case "COMPARE" when query.CompareWith is null:
                _tokens.Take();
                _tokens.Word("WITH");
                var start = _tokens.Current.Position;
                query.CompareWith = Duration();
                _tokens.Word("AGO");
                query.CompareWithText = _tokens.Source(start, _tokens.Current.Position).ToUpperInvariant();
                return true;
            case "EXTRAPOLATE":
                _tokens.Take();
                query.Extrapolate = true;
                return true;
            case "WITH":
                _tokens.Take();
                With(query);
                return true;
            default:
                return false;
        }
    }

    private void With(NrqlQuery query)
    {
        if (_tokens.TryWord("TIMEZONE"))
        {
            query.TimeZone = _tokens.Current.Kind == TokenKind.Text ? _tokens.Take().Text : throw _tokens.Unexpected();
            return;
        }

        foreach (var item in List(SelectItem))
        {
            query.Variables[item.Alias ?? throw _tokens.Unexpected()] = item.Expression;
        }
    }

    private ItemNode SelectItem()
    {
        if (_tokens.TrySymbol("*"))
        {
            return new ItemNode(new StarNode(), null);
        }

        var expression = _expressions.Expression();
        return new ItemNode(expression, Alias());
    }

    private string? Alias()
    {
        if (!_tokens.TryWord("AS"))
        {
            return null;
        }

        var token = _tokens.Current;
        return token.Kind is TokenKind.Text or TokenKind.Quoted || (token.Kind == TokenKind.Word && !Words.Reserved.Contains(token.Text))
            ? _tokens.Take().Text
            : throw _tokens.Unexpected();
    }

    private string EventType()
    {
        var token = _tokens.Current;
        return token.Kind is TokenKind.Quoted || (token.Kind == TokenKind.Word && !Words.Reserved.Contains(token.Text)) ? _tokens.Take().Text : throw _tokens.Unexpected();
    }

    private FacetClause Facet()
    {
        var (items, cases) = (new List<ItemNode>(), new List<CaseNode>());
        if (_tokens.IsWord("CASES") && _tokens.Peek() is { Kind: TokenKind.Symbol, Text: "(" })
        {
            _tokens.Take();
            _tokens.Symbol("(");
            cases = List(Case);
            _tokens.Symbol(")");
            if (_tokens.TryWord("OR"))
            {
                items = List(SelectItem);
            }
        }
        else
        {
            items = List(SelectItem);
        }

        if (items.Count > 5)
        {
            throw new NrqlException("NRQL Syntax Error: FACET supports a maximum of 5 attributes");
        }

        if (!_tokens.IsWord("ORDER"))
        {
            return new FacetClause(items, cases, null, false);
        }

        _tokens.Word("ORDER");
        _tokens.Word("BY");
        var order = Order(ascends: false);
        return new FacetClause(items, cases, order.By, order.Ascending);
    }

    private CaseNode Case()
    {
        _tokens.Word("WHERE");
        var start = _tokens.Current.Position;
        var condition = _expressions.Expression();
        var written = _tokens.Source(start, _tokens.Current.Position);
        return new CaseNode(condition, Alias() ?? written);
    }

    /// <summary>Events ascend unless told otherwise, facets descend.</summary>
    private OrderClause Order(bool ascends)
    {
        var by = _expressions.Expression();
        return new OrderClause(by, _tokens.TryWord("ASC") || (!_tokens.TryWord("DESC") && ascends));
    }

    private TimeseriesClause Timeseries()
    {
        var width = _tokens.TryWord("AUTO") ? null : _tokens.TryWord("MAX") ? 0 : _tokens.Current.Kind == TokenKind.Number ? Duration() : (double?)null;
        if (!_tokens.TryWord("SLIDE"))
        {
            return new TimeseriesClause(width, null);
        }

        _tokens.Word("BY");
        var slide = _tokens.TryWord("AUTO") || _tokens.TryWord("MAX") ? null : (double?)Duration();
        return width is > 0 ? new TimeseriesClause(width, slide) : throw new NrqlException("SLIDE BY cannot be used with TIMESERIES AUTO or TIMESERIES MAX");
    }

    private double Duration()
    {
        var number = _tokens.Number();
        return number * (_tokens.Current.Kind == TokenKind.Word && Words.Unit(_tokens.Current.Text) is { } unit && _tokens.Take().Kind == TokenKind.Word ? unit : throw _tokens.Unexpected());
    }

    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (_tokens.TrySymbol(","))
        {
            items.Add(item());
        }

        return items;
    }
}
