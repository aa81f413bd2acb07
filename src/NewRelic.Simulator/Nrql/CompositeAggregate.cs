using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

internal sealed class CompositeState(AggregateState[] parts) : AggregateState
{
    public AggregateState[] Parts { get; } = parts;

    public override void Merge(AggregateState other)
    {
        for (var i = 0; i < Parts.Length; i++)
        {
            Parts[i].Merge(((CompositeState)other).Parts[i]);
        }
    }
}

/// <summary>An expression over aggregates where one aggregate is expected: <c>rate(sum(a) / count(*), 1 minute)</c>.</summary>
internal sealed class CompositeAggregate : Aggregate
{
    private readonly IReadOnlyList<Aggregate> _parts;
    private readonly SelectColumn _column;

    public CompositeAggregate(SelectCompiler select, Node expression)
    {
        _column = select.Compile(new ItemNode(expression, null));
        _parts = select.Aggregates;
    }

    public override void Bind(ChunkContext context)
    {
        foreach (var part in _parts)
        {
            part.Bind(context);
        }
    }

    public override AggregateState Create() => new CompositeState([.. _parts.Select(part => part.Create())]);

    public override void Add(AggregateState state, int row, long timestamp)
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            _parts[i].Add(((CompositeState)state).Parts[i], row, timestamp);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => _column.Json(new Cell(((CompositeState)state).Parts, bucketMilliseconds, 0, null));
}
