using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A row of one query that is an event of another.</summary>
internal sealed record DerivedRow(long Timestamp, IReadOnlyDictionary<string, Value> Values)
{
    public SimulatedEvent ToEvent() => new("", Timestamp, Values.Where(member => !member.Value.IsAbsent).ToDictionary(member => member.Key, member => Plain(member.Value)));

    /// <summary>Boxed one by one: a common type of these would be JsonNode.</summary>
    private static object Plain(Value value) => value.Kind switch
    {
        ValueKind.Number => (object)value.Number,
        ValueKind.Boolean => (object)value.IsTrue,
        ValueKind.Text => value.Text!,
        ValueKind.Distribution => value.Distribution!,
        _ => value.Structure!,
    };
}
