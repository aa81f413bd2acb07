namespace NewRelic.Simulator.Nrql;

/// <summary>What stands behind FROM: event types or a query in parentheses, then perhaps a JOIN.</summary>
internal sealed class SourceParser(TokenReader tokens, ExpressionParser expressions, Func<NrqlQuery> parseQuery)
{
    public void Read(NrqlQuery query)
    {
        if (tokens.TrySymbol("("))
        {
            query.FromQuery = parseQuery();
            tokens.Symbol(")");
        }
        else
        {
            query.From = tokens.List(EventType);
        }

        if (tokens.IsWord("JOIN") || ((tokens.IsWord("INNER") || tokens.IsWord("LEFT")) && TokenReader.IsWord(tokens.Peek(), "JOIN")))
        {
            query.Join = Join();
        }
    }

    private string EventType()
    {
        var name = tokens.Name();
        return tokens.IsSymbol("(") && name.Equals("lookup", StringComparison.OrdinalIgnoreCase)
            ? throw new NrqlException("Lookup table not found: the simulator has no lookup tables")
            : name;
    }

    private JoinClause Join()
    {
        var isLeft = tokens.TryWord("LEFT");
        tokens.TryWord("INNER");
        tokens.Word("JOIN");
        tokens.Symbol("(");
        var query = parseQuery();
        tokens.Symbol(")");
        tokens.Word("ON");
        return expressions.Operand() switch
        {
            var key when tokens.TrySymbol("=") => new JoinClause(query, key, tokens.Name(), isLeft),
            AttributeNode key => new JoinClause(query, key, key.Name, isLeft),
            _ => throw tokens.Unexpected(),
        };
    }
}
