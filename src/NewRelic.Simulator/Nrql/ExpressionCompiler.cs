using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Parsed expressions to evaluators, with short cuts for the conditions that are asked of every row.</summary>
/// <param name="variables">Of a WITH clause.</param>
/// <param name="subquery">Runs the query of an IN and answers the values it found.</param>
internal sealed class ExpressionCompiler(IReadOnlyDictionary<string, Node> variables, Func<NrqlQuery, IReadOnlyList<Value>> subquery)
{
    public Evaluator Compile(Node node) => node switch
    {
        LiteralNode literal => new ConstantEvaluator(literal.Value),
        AttributeNode { Name: "timestamp" } => new TimestampEvaluator(),
        AttributeNode attribute when variables.TryGetValue(attribute.Name, out var variable) => Without(attribute.Name).Compile(variable),
        AttributeNode attribute => new AttributeEvaluator(attribute.Name),
        BinaryNode { Operator: "AND" } and => new AndEvaluator(Compile(and.Left), Compile(and.Right)),
        BinaryNode { Operator: "OR" } or => new OrEvaluator(Compile(or.Left), Compile(or.Right)),
        BinaryNode { Operator: "+" or "-" or "*" or "/" } sum => new FunctionEvaluator(values => Scalars.Arithmetic(sum.Operator, values[0], values[1]), Compile(sum.Left), Compile(sum.Right)),
        BinaryNode comparison => Comparison(comparison),
        NotNode not => new NotEvaluator(Compile(not.Operand)),
        NegateNode negate => new FunctionEvaluator(values => Scalars.Arithmetic("-", Value.Of(0), values[0]), Compile(negate.Operand)),
        IsNode check => new IsEvaluator(Compile(check.Operand), check.What, check.Negated),
        LikeNode like => Negate(Like(like), like.Operand, like.Negated),
        InNode list => Negate(In(list), list.Operand, list.Negated),
        CallNode call => Call(call),
        _ => throw new NrqlException("NRQL Syntax Error: an expression was expected"),
    };

    /// <summary>Inside its own definition a variable's name is the attribute's.</summary>
    private ExpressionCompiler Without(string variable) =>
        new(variables.Where(other => other.Key != variable).ToDictionary(other => other.Key, other => other.Value), subquery);

    private Evaluator Comparison(BinaryNode node)
    {
        var (left, right) = (Compile(node.Left), Compile(node.Right));
        if (right is ConstantEvaluator { Value: { Kind: ValueKind.Number } constant } && NumberSource(node.Left) is { } source)
        {
            return new NumberTestEvaluator(source.Attribute, node.Operator, constant.Number, source.ReadsTexts);
        }

        return left is AttributeEvaluator attribute && right is ConstantEvaluator { Value: { Kind: ValueKind.Text } text } && node.Operator is "="
            ? new TextTestEvaluator(attribute, value => value == text.Text)
            : new FunctionEvaluator(values => Value.Of(Scalars.Compare(node.Operator, values[0], values[1])), left, right);
    }

    /// <summary>An attribute, or <c>numeric(attribute)</c>, whose number can be compared without making a value of it.</summary>
    private (AttributeEvaluator Attribute, bool ReadsTexts)? NumberSource(Node node) => node switch
    {
        AttributeNode { Name: not "timestamp" } attribute when !variables.ContainsKey(attribute.Name) => (new AttributeEvaluator(attribute.Name), false),
        CallNode { Function: "numeric", Arguments: [AttributeNode { Name: not "timestamp" } attribute] } when !variables.ContainsKey(attribute.Name) => (new AttributeEvaluator(attribute.Name), true),
        _ => null,
    };

    private Evaluator Like(LikeNode node)
    {
        var test = node.IsRegex ? Patterns.Rlike(node.Pattern) : Patterns.Like(node.Pattern);
        return Compile(node.Operand) is AttributeEvaluator attribute
            ? new TextTestEvaluator(attribute, test)
            : new FunctionEvaluator(values => Value.Of(values[0].Kind == ValueKind.Text && test(values[0].Text!)), Compile(node.Operand));
    }

    private Evaluator In(InNode node)
    {
        var items = node.Subquery is null ? [.. node.Items.Select(Constant)] : subquery(node.Subquery);
        var texts = items.Where(item => item.Kind == ValueKind.Text).Select(item => item.Text!).ToHashSet(StringComparer.Ordinal);
        if (texts.Count == items.Count && Compile(node.Operand) is AttributeEvaluator attribute)
        {
            return new TextTestEvaluator(attribute, texts.Contains);
        }

        var all = items.ToHashSet();
        return new FunctionEvaluator(values => Value.Of(!values[0].IsAbsent && all.Contains(values[0])), Compile(node.Operand));
    }

    /// <summary>NOT IN and NOT LIKE say something of attributes that are there only.</summary>
    private Evaluator Negate(Evaluator test, Node operand, bool negated) => negated
        ? new AndEvaluator(new IsEvaluator(Compile(operand), "NULL", negated: true), new NotEvaluator(test))
        : test;

    private Evaluator Call(CallNode call)
    {
        switch (call.Function)
        {
            case "eventtype":
                return new ChunkEvaluator(context => Value.Of(context.EventType));
            case "accountid":
                return new ChunkEvaluator(context => Value.Of(context.Account));
            case "capture" when call.Arguments is [var source, RegexNode { Pattern: var pattern }]:
                var regex = Patterns.Regex($"^(?:{pattern})\\z");
                return new FunctionEvaluator(
                    values => values[0].Kind == ValueKind.Text && regex.Match(values[0].Text!) is { Success: true, Groups: { Count: > 1 } groups } ? Value.Of(groups[1].Value) : Value.Absent,
                    Compile(source));
        }

        if (Aggregates.Has(call.Function))
        {
            throw new NrqlException($"NRQL Syntax Error: aggregate function {call.Function}() cannot be used here");
        }

        return new FunctionEvaluator(Scalars.Get(call), [.. call.Arguments.Select(Compile)]);
    }

    private static Value Constant(Node node) => node switch
    {
        LiteralNode literal => literal.Value,
        NegateNode { Operand: LiteralNode literal } => Value.Of(-literal.Value.Number),
        _ => throw new NrqlException("NRQL Syntax Error: IN expects a list of literals"),
    };
}
