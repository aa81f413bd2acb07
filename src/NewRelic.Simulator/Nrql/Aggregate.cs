using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>An aggregate function of a query. Its running state is separate, one per facet and bucket.</summary>
internal abstract class Aggregate
{
    public virtual void Bind(ChunkContext context)
    {
    }

    public abstract AggregateState Create();

    public abstract void Add(AggregateState state, int row, long timestamp);

    /// <summary>The value as New Relic prints it.</summary>
    public abstract JsonNode? Result(AggregateState state, double bucketMilliseconds);

    /// <summary>Members that stand beside the value in the row, such as those of a histogram.</summary>
    public virtual IEnumerable<KeyValuePair<string, JsonNode?>> Beside(AggregateState state) => [];

    /// <summary>The value for expressions over it: a number where it is one, else text or structure.</summary>
    public Value ReadOf(AggregateState state, double bucketMilliseconds) =>
        Number(state, bucketMilliseconds) is { } number ? Value.Of(number) : RawOf(state, bucketMilliseconds) is var raw && raw.Structure is JsonObject ? Value.Absent : raw;

    /// <summary>The value as it is printed.</summary>
    public Value RawOf(AggregateState state, double bucketMilliseconds) => Value.Of(Result(state, bucketMilliseconds));

    /// <summary>The value as a number for arithmetic and ordering; null where there is none.</summary>
    public virtual double? Number(AggregateState state, double bucketMilliseconds) => Result(state, bucketMilliseconds) switch
    {
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonObject { Count: 1 } single when single.First().Value is JsonValue inner && inner.TryGetValue<double>(out var number) => number,
        JsonObject { Count: 1 } single when single.First().Value is JsonValue inner && inner.TryGetValue<long>(out var number) => number,
        _ => null,
    };
}

/// <summary>What an aggregate has seen so far.</summary>
internal abstract class AggregateState
{
    /// <summary>Takes over what another state of the same aggregate saw.</summary>
    public abstract void Merge(AggregateState other);
}
