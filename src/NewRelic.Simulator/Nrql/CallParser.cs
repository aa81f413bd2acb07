namespace NewRelic.Simulator.Nrql;

/// <summary>Calls: arguments by place and by name, WHERE conditions and subqueries.</summary>
internal sealed class CallParser(TokenReader tokens, ExpressionParser expressions, Func<NrqlQuery> parseQuery)
{
    /// <summary>The arguments of a function, behind its name.</summary>
    public CallNode Read(Token name)
    {
        tokens.Symbol("(");
        var arguments = new List<Node>();
        var named = new Dictionary<string, Node>(StringComparer.OrdinalIgnoreCase);
        var conditions = new List<CaseNode>();
        while (!tokens.TrySymbol(")"))
        {
            if (tokens.IsWord("WHERE"))
            {
                conditions.Add(expressions.Case());
            }
            else if (tokens.Current.Kind == TokenKind.Word && tokens.PeeksSymbol(":"))
            {
                var key = tokens.Take().Text;
                tokens.Symbol(":");
                named[key] = tokens.IsSymbol("{") ? Names() : Argument();
            }
            else
            {
                arguments.Add(expressions.IsQuery() ? new SubqueryNode(parseQuery()) : Argument());
            }

            if (!tokens.IsSymbol(")"))
            {
                tokens.Symbol(",");
            }
        }

        return new CallNode(name.Text.ToLowerInvariant(), arguments, named, conditions, name.Position);
    }

    private NamesNode Names()
    {
        tokens.Symbol("{");
        var names = tokens.IsSymbol("}") ? [] : tokens.List(tokens.Name);
        tokens.Symbol("}");
        return new NamesNode(names);
    }

    /// <summary>A star, a duration such as <c>1 minute</c>, or any expression.</summary>
    private Node Argument()
    {
        if (tokens.TrySymbol("*"))
        {
            return new StarNode();
        }

        if (tokens.Current.Kind == TokenKind.Number && tokens.Peek() is { Kind: TokenKind.Word } word && Words.Unit(word.Text) is not null)
        {
            return new DurationNode(tokens.Duration());
        }

        return expressions.Expression();
    }
}
