using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Nrql;

/// <summary>The three clauses that begin with WITH: TIMEZONE, METRIC_FORMAT and variables.</summary>
internal sealed partial class WithParser(TokenReader tokens, ExpressionParser expressions)
{
    public void Read(NrqlQuery query)
    {
        if (tokens.TryWord("TIMEZONE"))
        {
            query.TimeZone = tokens.Current.Kind == TokenKind.Text ? tokens.Take().Text : throw tokens.Unexpected();
        }
        else if (tokens.TryWord("METRIC_FORMAT"))
        {
            MetricFormat(query, tokens.Current.Kind == TokenKind.Text ? tokens.Take().Text : throw tokens.Unexpected());
        }
        else
        {
            query.WithClauses++;
            query.Variables.AddRange(tokens.List(Variables).SelectMany(variables => variables));
        }
    }

    private List<VariableNode> Variables()
    {
        var expression = expressions.Expression();
        if (!tokens.IsWord("AS") || !tokens.PeeksSymbol("("))
        {
            return [new VariableNode(Checked(tokens.Alias() ?? throw tokens.Unexpected()), expression, null)];
        }

        tokens.Take();
        tokens.Symbol("(");
        var names = tokens.List(tokens.Name);
        tokens.Symbol(")");
        return [.. names.Select((name, index) => new VariableNode(Checked(name), expression, index))];
    }

    private string Checked(string name) => name.Contains('%') ? throw tokens.Unexpected(tokens.Peek(-1)) : name;

    /// <summary><c>External/{host}/all</c>: keeps the timeslices whose name has the form, and reads their parts.</summary>
    private static void MetricFormat(NrqlQuery query, string format)
    {
        var name = new AttributeNode("metricTimesliceName", 0);
        var pattern = Placeholder().Replace(Regex.Escape(format).Replace("\\{", "{", StringComparison.Ordinal), "(?P<$1>.+?)");
        var capture = CallNode.Of("capture", name, new RegexNode(pattern));
        query.Variables.AddRange(Placeholder().Matches(format).Select((match, index) => new VariableNode(match.Groups[1].Value, capture, index)));
        var condition = new LikeNode(name, pattern, true, false);
        query.Where = query.Where is null ? condition : new BinaryNode("AND", query.Where, condition);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
