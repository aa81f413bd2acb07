using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>
/// Expressions by precedence: OR, AND, NOT, comparisons, sums, products, sign, primary. OR is both the condition and the default
/// operator (<c>a OR b</c>): which one it is depends on the values.
/// </summary>
internal sealed class ExpressionParser(TokenReader tokens, Func<NrqlQuery> parseQuery)
{
    private const int MostDepth = 100;

    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    private int _depth;

    /// <summary>A SELECT or FACET item: an expression, or a star, and perhaps an alias.</summary>
    public ItemNode Item() => tokens.TrySymbol("*") ? new ItemNode(new StarNode(), null) : new ItemNode(Expression(), tokens.Alias());

    /// <summary><c>WHERE condition [AS 'name']</c>, named as written where it has no other name.</summary>
    public CaseNode Case()
    {
        tokens.Word("WHERE");
        var start = tokens.Current.Position;
        var condition = Expression();
        var written = tokens.Source(start, tokens.Current.Position);
        return new CaseNode(condition, tokens.Alias() ?? written);
    }

    /// <summary>What may stand at either side of a comparison.</summary>
    public Node Operand() => Sum();

    /// <summary>or := and (OR and)*</summary>
    public Node Expression()
    {
        if (++_depth > MostDepth)
        {
            throw tokens.Unexpected();
        }

        var left = And();
        while (tokens.TryWord("OR"))
        {
            left = new BinaryNode("OR", left, And());
        }

        _depth--;
        return left;
    }

    /// <summary>and := not (AND not)*</summary>
    private Node And()
    {
        var left = Not();
        while (tokens.TryWord("AND"))
        {
            left = new BinaryNode("AND", left, Not());
        }

        return left;
    }

    private Node Not() => tokens.TryWord("NOT") ? new NotNode(Deeper(Not)) : Comparison();

    /// <summary>A text of many signs or negations must not exhaust the stack.</summary>
    private Node Deeper(Func<Node> inner)
    {
        if (++_depth > MostDepth)
        {
            throw tokens.Unexpected();
        }

        var node = inner();
        _depth--;
        return node;
    }

    /// <summary>comparison := sum [op sum | IS [NOT] x | [NOT] IN (..) | [NOT] LIKE '..' | [NOT] RLIKE r'..']</summary>
    private Node Comparison()
    {
        var left = Sum();
        if (tokens.Current.Kind == TokenKind.Symbol && Comparisons.Contains(tokens.Current.Text))
        {
            return new BinaryNode(tokens.Take().Text, left, Sum());
        }

        if (tokens.TryWord("IS"))
        {
            var not = tokens.TryWord("NOT");
            return tokens.Current.Text.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" ? new IsNode(left, tokens.Take().Text.ToUpperInvariant(), not) : throw tokens.Unexpected();
        }

        var negated = tokens.IsWord("NOT") && (TokenReader.IsWord(tokens.Peek(), "IN") || TokenReader.IsWord(tokens.Peek(), "LIKE") || TokenReader.IsWord(tokens.Peek(), "RLIKE")) && tokens.TryWord("NOT");
        return tokens.TryWord("IN") ? In(left, negated)
            : tokens.TryWord("LIKE") ? new LikeNode(left, Pattern(TokenKind.Text), false, negated)
            : tokens.TryWord("RLIKE") ? new LikeNode(left, Pattern(tokens.Current.Kind == TokenKind.Text ? TokenKind.Text : TokenKind.Regex), true, negated)
            : left;
    }

    private string Pattern(TokenKind kind) => tokens.Current.Kind == kind ? tokens.Take().Text : throw tokens.Unexpected();

    private InNode In(Node left, bool negated)
    {
        tokens.Symbol("(");
        if (IsQuery())
        {
            var subquery = parseQuery();
            tokens.Symbol(")");
            return new InNode(left, [], subquery, negated);
        }

        var items = new List<Node> { Sum() };
        while (tokens.TrySymbol(","))
        {
            items.Add(Sum());
        }

        tokens.Symbol(")");
        return new InNode(left, items, null, negated);
    }

    private Node Sum()
    {
        var left = Product();
        while (tokens.IsSymbol("+") || tokens.IsSymbol("-"))
        {
            left = new BinaryNode(tokens.Take().Text, left, Product());
        }

        return left;
    }

    private Node Product()
    {
        var left = Sign();
        while (tokens.IsSymbol("*") || tokens.IsSymbol("/"))
        {
            left = new BinaryNode(tokens.Take().Text, left, Sign());
        }

        return left;
    }

    private Node Sign() => tokens.TrySymbol("-") ? new NegateNode(Deeper(Sign)) : Primary();

    private Node Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new LiteralNode(Value.Of(tokens.Number()));
            case TokenKind.Text:
                return new LiteralNode(Value.Of(tokens.Take().Text));
            case TokenKind.Regex:
                return new RegexNode(tokens.Take().Text);
            case TokenKind.Quoted:
                return Indexed(new AttributeNode(tokens.Take().Text, token.Position));
            case TokenKind.Symbol when token.Text == "(":
                tokens.Take();
                return Indexed(Parenthesized());
            case TokenKind.Word:
                return Indexed(Word());
            default:
                throw tokens.Unexpected();
        }
    }

    private Node Parenthesized()
    {
        Node inner = IsQuery() ? new SubqueryNode(parseQuery()) : Expression();
        tokens.Symbol(")");
        return inner;
    }

    /// <summary>Whether a query begins here.</summary>
    public bool IsQuery() => tokens.IsWord("SELECT") || tokens.IsWord("FROM") || (tokens.IsWord("WITH") && tokens.Peek().Kind != TokenKind.Symbol);

    private Node Word()
    {
        var token = tokens.Current;
        if (tokens.TryWord("TRUE"))
        {
            return new LiteralNode(Value.Of(true));
        }

        if (tokens.TryWord("FALSE"))
        {
            return new LiteralNode(Value.Of(false));
        }

        if (tokens.TryWord("NULL"))
        {
            return new LiteralNode(Value.Absent);
        }

        var isCall = tokens.Peek() is { Kind: TokenKind.Symbol, Text: "(" };
        if (Words.Reserved.Contains(token.Text) && !isCall)
        {
            throw tokens.Unexpected();
        }

        tokens.Take();
        return isCall ? new CallParser(tokens, this, parseQuery).Read(token) : new AttributeNode(token.Text, token.Position);
    }

    private Node Indexed(Node node)
    {
        while (tokens.TrySymbol("["))
        {
            var key = tokens.Current.Kind switch
            {
                TokenKind.Number => Value.Of(tokens.Number()),
                TokenKind.Text or TokenKind.Word or TokenKind.Quoted => Value.Of(tokens.Take().Text),
                _ => throw tokens.Unexpected(),
            };
            tokens.Symbol("]");
            node = CallNode.Of("getfield", node, new LiteralNode(key));
        }

        return node;
    }
}
