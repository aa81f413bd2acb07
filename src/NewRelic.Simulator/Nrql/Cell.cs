namespace NewRelic.Simulator.Nrql;

/// <summary>One value to be: the states of a facet's bucket, how long it is and when it ends, in milliseconds.</summary>
internal sealed record Cell(AggregateState[] States, double Length, long End, FacetGroup? Group);
