using GraphQL;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>
/// Markers of change tracking, kept as <c>ChangeTrackingEvent</c> and so there to be queried. Every search finds its entity here: the simulator
/// has no entities.
/// </summary>
internal sealed class ChangeTracking(EventStore store, TimeProvider time)
{
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(24);

    public object Create(IResolveFieldContext context)
    {
        var input = context.GetArgument<Dictionary<string, object?>>("changeTrackingEvent");
        var kind = Inside(Inside(input, "categoryAndTypeData"), "kind");
        var deployment = Inside(Inside(Inside(input, "categoryAndTypeData"), "categoryFields"), "deployment");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var timestamp = input.TryGetValue("timestamp", out var given) && given is not null ? Convert.ToInt64(given, System.Globalization.CultureInfo.InvariantCulture) : now;
        if (Math.Abs(timestamp - now) > Furthest.TotalMilliseconds)
        {
            throw new NerdGraphError("INVALID_INPUT", "timestamp must be within 24 hours of now");
        }

        var id = Guid.NewGuid().ToString();
        (string Name, object? Value)[] attributes =
        [
            ("changeTrackingId", id), ("category", kind.GetValueOrDefault("category")), ("type", kind.GetValueOrDefault("type")), ("version", deployment.GetValueOrDefault("version")),
            ("deepLink", deployment.GetValueOrDefault("deepLink")), ("entitySearch", Inside(input, "entitySearch").GetValueOrDefault("query")),
            ("shortDescription", input.GetValueOrDefault("shortDescription")), ("description", input.GetValueOrDefault("description")),
            ("groupId", input.GetValueOrDefault("groupId")), ("user", input.GetValueOrDefault("user")),
        ];
        store.Append(EventStore.EveryAccount,
        [
            new SimulatedEvent("ChangeTrackingEvent", timestamp, attributes.Where(attribute => attribute.Value is not null).ToDictionary(attribute => attribute.Name, attribute => attribute.Value!)),
        ]);
        return new
        {
            ChangeTrackingEvent = new { ChangeTrackingId = id, Category = kind.GetValueOrDefault("category"), Type = kind.GetValueOrDefault("type"), Timestamp = timestamp },
            Messages = Array.Empty<string>(),
        };
    }

    private static Dictionary<string, object?> Inside(Dictionary<string, object?> input, string name) =>
        input.GetValueOrDefault(name) is IDictionary<string, object?> inner ? inner.ToDictionary() : [];
}
