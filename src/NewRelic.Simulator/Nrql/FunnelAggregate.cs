using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

internal sealed class FunnelState(int steps) : AggregateState
{
    public HashSet<Value>[] Steps { get; } = [.. Enumerable.Range(0, steps).Select(_ => new HashSet<Value>())];

    public override void Merge(AggregateState other)
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            Steps[i].UnionWith(((FunnelState)other).Steps[i]);
        }
    }
}

/// <summary><c>funnel(x, WHERE a, WHERE b)</c>: values of x that took each step and all before it, in whatever order; exact.</summary>
internal sealed class FunnelAggregate(Evaluator operand, IReadOnlyList<Evaluator> steps) : Aggregate
{
    public override void Bind(ChunkContext context)
    {
        operand.Bind(context);
        foreach (var step in steps)
        {
            step.Bind(context);
        }
    }

    public override AggregateState Create() => new FunnelState(steps.Count);

    public override void Add(AggregateState state, int row, long timestamp)
    {
        var value = operand.Eval(row);
        for (var i = 0; i < steps.Count && !value.IsAbsent; i++)
        {
            if (steps[i].Test(row))
            {
                ((FunnelState)state).Steps[i].Add(value);
            }
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var taken = ((FunnelState)state).Steps;
        return new JsonObject { ["steps"] = new JsonArray([.. taken.Select((_, last) => (JsonNode?)taken[0].Count(value => taken[..(last + 1)].All(step => step.Contains(value))))]) };
    }
}
