namespace NewRelic.Simulator.Storage;

internal enum ValueKind : byte
{
    Absent,
    Number,
    Text,
    Boolean,
    Distribution,
}
