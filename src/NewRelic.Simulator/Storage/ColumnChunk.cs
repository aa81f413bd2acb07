namespace NewRelic.Simulator.Storage;

/// <summary>One attribute of one chunk: a kind and a number per row; the number of a text is its id in the pool.</summary>
internal sealed class ColumnChunk(int capacity)
{
    public ValueKind[] Kinds { get; } = new ValueKind[capacity];

    /// <summary>Whether any row is a <see cref="Distribution"/>: aggregates look at them in such columns only.</summary>
    public bool HoldsDistributions { get; set; }

    public double[] Numbers { get; } = new double[capacity];
}
