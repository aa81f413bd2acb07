namespace NewRelic.Simulator.Storage;

internal enum ValueKind : byte
{
    Absent,
    Number,
    Text,
    Boolean,
    Distribution,

    /// <summary>A list or map; a column holds it as JSON text.</summary>
    Structure,
}
