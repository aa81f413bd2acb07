using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A parsed expression.</summary>
internal abstract record Node
{
    /// <summary>The expressions it is made of.</summary>
    public virtual IEnumerable<Node> Parts => [];

    /// <summary>Itself and everything below it, not into subqueries.</summary>
    public IEnumerable<Node> All() => Parts.SelectMany(part => part.All()).Prepend(this);
}

internal sealed record LiteralNode(Value Value) : Node;

internal sealed record RegexNode(string Pattern) : Node;

/// <summary>A duration such as <c>1 minute</c>, in milliseconds; only inside <c>rate()</c> and its like.</summary>
internal sealed record DurationNode(double Milliseconds) : Node;

internal sealed record AttributeNode(string Name, int Position) : Node;

internal sealed record StarNode : Node;

/// <summary>Names in braces, as <c>include: {a, b}</c> takes them.</summary>
internal sealed record NamesNode(IReadOnlyList<string> Names) : Node;

/// <param name="Conditions">WHERE arguments, with the names of a funnel's steps.</param>
internal sealed record CallNode(string Function, IReadOnlyList<Node> Arguments, IReadOnlyDictionary<string, Node> Named, IReadOnlyList<CaseNode> Conditions, int Position) : Node
{
    public Node? Where => Conditions.Count > 0 ? Conditions[0].Condition : null;

    public override IEnumerable<Node> Parts => [.. Arguments, .. Named.Values, .. Conditions.Select(condition => condition.Condition)];

    public static CallNode Of(string function, params Node[] arguments) => new(function, arguments, new Dictionary<string, Node>(), [], 0);
}

internal sealed record BinaryNode(string Operator, Node Left, Node Right) : Node
{
    public override IEnumerable<Node> Parts => [Left, Right];
}

internal sealed record NotNode(Node Operand) : Node
{
    public override IEnumerable<Node> Parts => [Operand];
}

internal sealed record NegateNode(Node Operand) : Node
{
    public override IEnumerable<Node> Parts => [Operand];
}

/// <summary><c>IS [NOT] NULL|TRUE|FALSE</c>.</summary>
internal sealed record IsNode(Node Operand, string What, bool Negated) : Node
{
    public override IEnumerable<Node> Parts => [Operand];
}

internal sealed record LikeNode(Node Operand, string Pattern, bool IsRegex, bool Negated) : Node
{
    public override IEnumerable<Node> Parts => [Operand];
}

internal sealed record InNode(Node Operand, IReadOnlyList<Node> Items, NrqlQuery? Subquery, bool Negated) : Node
{
    public override IEnumerable<Node> Parts => Subquery is null ? [Operand, .. Items] : [Operand, .. Items, new SubqueryNode(Subquery)];
}

/// <summary>A query whose answer is one value.</summary>
internal sealed record SubqueryNode(NrqlQuery Query) : Node;

/// <summary>One case of <c>FACET CASES</c>, or one step of a funnel.</summary>
internal sealed record CaseNode(Node Condition, string Name);

/// <summary><c>CASES(WHERE … AS 'x', …) [OR other]</c>: the name of the first case that holds.</summary>
internal sealed record CasesNode(IReadOnlyList<CaseNode> Cases, Node? Otherwise) : Node
{
    public override IEnumerable<Node> Parts => Otherwise is null ? Cases.Select(found => found.Condition) : Cases.Select(found => found.Condition).Append(Otherwise);
}
