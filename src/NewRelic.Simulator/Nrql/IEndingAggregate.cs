using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

/// <summary>An aggregate whose value depends on when its bucket or window ends.</summary>
internal interface IEndingAggregate
{
    JsonNode? Result(AggregateState state, long end);
}
