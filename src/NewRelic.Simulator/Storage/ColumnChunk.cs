namespace NewRelic.Simulator.Storage;

/// <summary>One attribute of one chunk: a kind and a number per row; the number of a text is its id in the pool.</summary>
internal sealed class ColumnChunk
{
    public ValueKind[] Kinds { get; } = new ValueKind[EventChunk.Capacity];

    public double[] Numbers { get; } = new double[EventChunk.Capacity];
}
