using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A parsed expression.</summary>
internal abstract record Node;

internal sealed record LiteralNode(Value Value) : Node;

internal sealed record RegexNode(string Pattern) : Node;

/// <summary>A duration such as <c>1 minute</c>, in milliseconds; only inside <c>rate()</c> and its like.</summary>
internal sealed record DurationNode(double Milliseconds) : Node;

internal sealed record AttributeNode(string Name, int Position) : Node;

internal sealed record StarNode : Node;

internal sealed record CallNode(string Function, IReadOnlyList<Node> Arguments, IReadOnlyDictionary<string, Node> Named, Node? Where, int Position) : Node;

internal sealed record BinaryNode(string Operator, Node Left, Node Right) : Node;

internal sealed record NotNode(Node Operand) : Node;

internal sealed record NegateNode(Node Operand) : Node;

/// <summary><c>IS [NOT] NULL|TRUE|FALSE</c>.</summary>
internal sealed record IsNode(Node Operand, string What, bool Negated) : Node;

internal sealed record LikeNode(Node Operand, string Pattern, bool IsRegex, bool Negated) : Node;

internal sealed record InNode(Node Operand, IReadOnlyList<Node> Items, NrqlQuery? Subquery, bool Negated) : Node;

/// <summary>A SELECT or FACET item.</summary>
internal sealed record ItemNode(Node Expression, string? Alias);

/// <summary>One case of <c>FACET CASES</c>.</summary>
internal sealed record CaseNode(Node Condition, string Name);

/// <summary>A FACET clause: items, or cases with attributes behind OR.</summary>
internal sealed record FacetClause(IReadOnlyList<ItemNode> Items, IReadOnlyList<CaseNode> Cases, Node? OrderBy, bool Ascending);

/// <summary>TIMESERIES; a null width is AUTO, zero is MAX. Milliseconds.</summary>
internal sealed record TimeseriesClause(double? Width, double? Slide);

internal sealed record OrderClause(Node By, bool Ascending);

/// <summary>A parsed NRQL query.</summary>
public sealed class NrqlQuery
{
    internal bool ShowEventTypes { get; set; }

    internal List<ItemNode> Select { get; set; } = [];

    internal List<string> From { get; set; } = [];

    internal Node? Where { get; set; }

    internal FacetClause? Facet { get; set; }

    internal TimeExpression? Since { get; set; }

    internal TimeExpression? Until { get; set; }

    internal string? TimeZone { get; set; }

    /// <summary>Milliseconds.</summary>
    internal double? CompareWith { get; set; }

    internal string? CompareWithText { get; set; }

    internal TimeseriesClause? Timeseries { get; set; }

    internal int? Limit { get; set; }

    internal int Offset { get; set; }

    internal List<OrderClause> OrderBy { get; set; } = [];

    internal bool Extrapolate { get; set; }

    internal Dictionary<string, Node> Variables { get; } = new(StringComparer.Ordinal);
}
