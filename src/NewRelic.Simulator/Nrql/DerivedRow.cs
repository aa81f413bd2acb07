using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A row of one query that is an event of another.</summary>
internal sealed record DerivedRow(long Timestamp, IReadOnlyDictionary<string, Value> Values)
{
    public SimulatedEvent ToEvent() => new("", Timestamp, Values.Where(member => !member.Value.IsAbsent).ToDictionary(member => member.Key, member => (object)(member.Value.Kind switch
    {
        ValueKind.Number => member.Value.Number,
        ValueKind.Boolean => member.Value.IsTrue,
        ValueKind.Text => member.Value.Text!,
        _ => member.Value.Structure!,
    })));
}
