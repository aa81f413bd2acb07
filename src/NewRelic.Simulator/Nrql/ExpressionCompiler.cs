using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Parsed expressions to evaluators, with short cuts for the conditions that are asked of every row.</summary>
/// <param name="scope">What they may refer to.</param>
/// <param name="substitute">What stands for a node where it is not what it says; null where it is.</param>
internal sealed class ExpressionCompiler(QueryScope scope, Func<ExpressionCompiler, Node, Evaluator?>? substitute = null)
{
    private readonly Dictionary<int, VariableEvaluator> _variables = [];
    private int _known = scope.Variables.Count;

    public QueryScope Scope => scope;

    public bool Knows(string variable) => Variable(variable) >= 0;

    public Evaluator Compile(Node node) => substitute?.Invoke(this, node) ?? node switch
    {
        LiteralNode literal => new ConstantEvaluator(literal.Value),
        AttributeNode attribute => Attribute(attribute),
        SubqueryNode subquery => new ConstantEvaluator(scope.Subqueries.Single(subquery.Query)),
        BinaryNode { Operator: "AND" } and => new AndEvaluator(Compile(and.Left), Compile(and.Right)),
        BinaryNode { Operator: "OR" } or => new OrEvaluator(Compile(or.Left), Compile(or.Right)),
        BinaryNode { Operator: "+" or "-" or "*" or "/" } sum => new FunctionEvaluator(values => Scalars.Arithmetic(sum.Operator, values[0], values[1]), Compile(sum.Left), Compile(sum.Right)),
        BinaryNode comparison => Comparison(comparison),
        NotNode not => new NotEvaluator(Compile(not.Operand)),
        NegateNode negate => new FunctionEvaluator(values => Scalars.Arithmetic("-", Value.Of(0), values[0]), Compile(negate.Operand)),
        IsNode check => new IsEvaluator(Compile(check.Operand), check.What, check.Negated),
        LikeNode like => Negate(Like(like), like.Operand, like.Negated),
        InNode list => Negate(In(list), list.Operand, list.Negated),
        CasesNode cases => new CasesEvaluator([.. cases.Cases.Select(found => (Compile(found.Condition), Value.Of(found.Name)))], cases.Otherwise is { } other ? Compile(other) : null),
        CallNode call => new CallCompiler(this).Compile(call),
        _ => throw new NrqlException("NRQL Syntax Error: an expression was expected"),
    };

    private Evaluator Attribute(AttributeNode attribute)
    {
        var index = Variable(attribute.Name);
        return index >= 0 ? Variable(index)
            : attribute.Name == "timestamp" ? new TimestampEvaluator()
            : attribute.Name.Contains('%') ? new WildcardEvaluator(attribute.Name)
            : new AttributeEvaluator(attribute.Name);
    }

    private int Variable(string name)
    {
        var index = _known - 1;
        while (index >= 0 && scope.Variables[index].Name != name)
        {
            index--;
        }

        return index;
    }

    /// <summary>A definition sees the variables before it only: its own name is the attribute's.</summary>
    private VariableEvaluator Variable(int index)
    {
        if (!_variables.TryGetValue(index, out var evaluator))
        {
            var known = _known;
            _known = index;
            _variables[index] = evaluator = new VariableEvaluator(scope.Variables[index], Compile(scope.Variables[index].Expression));
            _known = known;
        }

        return evaluator;
    }

    private Evaluator Comparison(BinaryNode node)
    {
        var (left, right) = (Compile(node.Left), Compile(node.Right));
        if (right is ConstantEvaluator { Value: { Kind: ValueKind.Number } constant } && NumberSource(node.Left) is { } source)
        {
            return new NumberTestEvaluator(source.Attribute, node.Operator, constant.Number, source.ReadsTexts);
        }

        return left is AttributeEvaluator attribute && right is ConstantEvaluator { Value: { Kind: ValueKind.Text } text } && node.Operator is "="
            ? new TextTestEvaluator(attribute, value => value.SequenceEqual(text.Text))
            : new FunctionEvaluator(values => Value.Of(Scalars.Compare(node.Operator, values[0], values[1])), left, right);
    }

    /// <summary>An attribute, or <c>numeric(attribute)</c>, whose number can be compared without making a value of it.</summary>
    private (AttributeEvaluator Attribute, bool ReadsTexts)? NumberSource(Node node) => node switch
    {
        AttributeNode attribute when Compile(attribute) is AttributeEvaluator plain => (plain, false),
        CallNode { Function: "numeric", Arguments: [AttributeNode attribute] } when Compile(attribute) is AttributeEvaluator plain => (plain, true),
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
        if (node.Subquery is null && !node.Items.All(IsConstant))
        {
            return new FunctionEvaluator(values => Value.Of(!values[0].IsAbsent && values.AsSpan(1).Contains(values[0])), [Compile(node.Operand), .. node.Items.Select(Compile)]);
        }

        var items = node.Subquery is null ? [.. node.Items.Select(Constant)] : scope.Subqueries.Values(node.Subquery);
        var texts = items.Where(item => item.Kind == ValueKind.Text).Select(item => item.Text!).ToHashSet(StringComparer.Ordinal);
        if (texts.Count > 0 && items.All(item => item.Kind == ValueKind.Text) && Compile(node.Operand) is AttributeEvaluator attribute)
        {
            return new TextTestEvaluator(attribute, texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains);
        }

        var all = items.ToHashSet();
        return new FunctionEvaluator(values => Value.Of(!values[0].IsAbsent && all.Contains(values[0])), Compile(node.Operand));
    }

    /// <summary>NOT IN and NOT LIKE say something of attributes that are there only.</summary>
    private Evaluator Negate(Evaluator test, Node operand, bool negated) => negated
        ? new AndEvaluator(new IsEvaluator(Compile(operand), "NULL", negated: true), new NotEvaluator(test))
        : test;

    private static bool IsConstant(Node node) => node is LiteralNode or NegateNode { Operand: LiteralNode };

    private static Value Constant(Node node) => node is LiteralNode literal ? literal.Value : Value.Of(-((LiteralNode)((NegateNode)node).Operand).Value.Number);
}
