using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>SELECT items to aggregates and the columns over them.</summary>
/// <param name="expressions">Compiles what is inside the aggregates.</param>
/// <param name="facet">Its items may be selected beside aggregates.</param>
internal sealed class SelectCompiler(ExpressionCompiler expressions, FacetClause? facet)
{
    private readonly Aggregates _aggregates = new(expressions);
    private readonly CellHolder _holder = new();

    public List<Aggregate> Aggregates { get; } = [];

    public SelectColumn Compile(ItemNode item)
    {
        var (key, name) = (item.Alias ?? SelectColumn.DefaultKey(item.Expression), item.Alias ?? SelectColumn.DefaultName(item.Expression));
        if (item.Expression is CallNode call && Nrql.Aggregates.Has(call.Function))
        {
            var index = Add(call);
            var aggregate = Aggregates[index];
            return new SelectColumn(key, name, cell => Result(aggregate, index, cell), cell => Read(aggregate, index, cell), cell => aggregate.Beside(cell.States[index]));
        }

        var evaluator = new ExpressionCompiler(expressions.Scope, Substitute).Compile(item.Expression);
        Value Evaluate(Cell cell) => evaluator.Eval(_holder.Hold(cell));
        return new SelectColumn(key, name, cell => Evaluate(cell).ToJson(), Evaluate, _ => []);
    }

    /// <summary>Over aggregates an expression is one of an event whose values are those of the cell.</summary>
    private Evaluator? Substitute(ExpressionCompiler over, Node node)
    {
        switch (node)
        {
            case CallNode { Function: "getfield", Arguments: [CallNode inner, ..] } field when Nrql.Aggregates.Has(inner.Function):
                var structure = Add(inner);
                var source = Aggregates[structure];
                var key = CallCompiler.Named(field).Arguments[1];
                return new FunctionEvaluator(values => StructureFunctions.Field(values[0], values[1]), new CellEvaluator(_holder, cell => Value.Of(Result(source, structure, cell))), over.Compile(key));
            case CallNode call when Nrql.Aggregates.Has(call.Function):
                var index = Add(call);
                var aggregate = Aggregates[index];
                return new CellEvaluator(_holder, cell => Read(aggregate, index, cell));
            case AttributeNode attribute when !over.Knows(attribute.Name):
                var place = facet?.Items.ToList().FindIndex(item => (item.Alias ?? SelectColumn.DefaultKey(item.Expression)) == attribute.Name) ?? -1;
                return place >= 0
                    ? new CellEvaluator(_holder, cell => cell.Group is { } group && place < group.Values.Count ? group.Values[place] : Value.Absent)
                    : throw new NrqlException("NRQL Syntax Error: attributes and aggregate functions cannot be mixed in one SELECT");
            default:
                return null;
        }
    }

    private static JsonNode? Result(Aggregate aggregate, int index, Cell cell) =>
        aggregate is IEndingAggregate ending ? ending.Result(cell.States[index], cell.End) : aggregate.Result(cell.States[index], cell.Length);

    private static Value Read(Aggregate aggregate, int index, Cell cell) =>
        aggregate is IEndingAggregate ending ? Value.Of(ending.Result(cell.States[index], cell.End)) : aggregate.ReadOf(cell.States[index], cell.Length);

    private int Add(CallNode call)
    {
        Aggregates.Add(_aggregates.Compile(call));
        return Aggregates.Count - 1;
    }
}
