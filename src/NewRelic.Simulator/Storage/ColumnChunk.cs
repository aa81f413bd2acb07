namespace NewRelic.Simulator.Storage;

/// <summary>One attribute of one chunk: a kind and a number per row; the number of a text is its id in the pool.</summary>
internal sealed class ColumnChunk(int capacity)
{
    public ValueKind[] Kinds { get; } = new ValueKind[capacity];

    public double[] Numbers { get; } = new double[capacity];
}
