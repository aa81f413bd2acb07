using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of <c>NrdbMetadata</c> and, below it, of its time window.</summary>
internal sealed class NrdbMetadata(NrqlMetadata metadata)
{
    public IReadOnlyList<string> EventTypes => metadata.EventTypes;

    public IReadOnlyList<string>? Facets => metadata.Facets;

    public IReadOnlyList<string> Messages => metadata.Messages;

    public NrqlMetadata TimeWindow => metadata;
}
