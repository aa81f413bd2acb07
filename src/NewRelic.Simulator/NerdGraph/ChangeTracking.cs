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
        var timestamp = Timestamp(input);
        var id = Guid.NewGuid().ToString();
        (string Name, object? Value)[] attributes =
        [
            ("changeTrackingId", id), ("category", kind.GetValueOrDefault("category")), ("type", kind.GetValueOrDefault("type")), ("version", deployment.GetValueOrDefault("version")),
            ("deepLink", deployment.GetValueOrDefault("deepLink")), ("commit", deployment.GetValueOrDefault("commit")), ("changelog", deployment.GetValueOrDefault("changelog")),
            ("entitySearch", Inside(input, "entitySearch").GetValueOrDefault("query")),
            ("shortDescription", input.GetValueOrDefault("shortDescription")), ("description", input.GetValueOrDefault("description")),
            ("groupId", input.GetValueOrDefault("groupId")), ("user", input.GetValueOrDefault("user")),
        ];
        Keep("ChangeTrackingEvent", timestamp, attributes);
        return new
        {
            ChangeTrackingEvent = new { ChangeTrackingId = id, Category = kind.GetValueOrDefault("category"), Type = kind.GetValueOrDefault("type"), Timestamp = timestamp },
            Messages = Array.Empty<string>(),
        };
    }

    /// <summary>The older mutation, of one entity by its guid; its marker is a <c>Deployment</c> event.</summary>
    public object CreateDeployment(IResolveFieldContext context)
    {
        var input = context.GetArgument<Dictionary<string, object?>>("deployment");
        var timestamp = Timestamp(input);
        var id = Guid.NewGuid().ToString();
        (string Name, object? Value)[] attributes =
        [
            ("deploymentId", id), ("entity.guid", input.GetValueOrDefault("entityGuid")), ("version", input.GetValueOrDefault("version")), ("changelog", input.GetValueOrDefault("changelog")),
            ("commit", input.GetValueOrDefault("commit")), ("deepLink", input.GetValueOrDefault("deepLink")), ("deploymentType", input.GetValueOrDefault("deploymentType") ?? "BASIC"),
            ("description", input.GetValueOrDefault("description")), ("groupId", input.GetValueOrDefault("groupId")), ("user", input.GetValueOrDefault("user")),
        ];
        Keep("Deployment", timestamp, attributes);
        return new
        {
            DeploymentId = id,
            EntityGuid = input.GetValueOrDefault("entityGuid"),
            Version = input.GetValueOrDefault("version"),
            Changelog = input.GetValueOrDefault("changelog"),
            Commit = input.GetValueOrDefault("commit"),
            CustomAttributes = input.GetValueOrDefault("customAttributes"),
            DeepLink = input.GetValueOrDefault("deepLink"),
            DeploymentType = input.GetValueOrDefault("deploymentType") ?? "BASIC",
            Description = input.GetValueOrDefault("description"),
            GroupId = input.GetValueOrDefault("groupId"),
            Timestamp = timestamp,
            User = input.GetValueOrDefault("user"),
        };
    }

    private long Timestamp(Dictionary<string, object?> input)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var timestamp = input.TryGetValue("timestamp", out var given) && given is not null ? Convert.ToInt64(given, System.Globalization.CultureInfo.InvariantCulture) : now;
        return Math.Abs(timestamp - now) <= Furthest.TotalMilliseconds ? timestamp : throw new NerdGraphError("INVALID_INPUT", "timestamp must be within 24 hours of now");
    }

    private void Keep(string eventType, long timestamp, IEnumerable<(string Name, object? Value)> attributes) => store.Append(EventStore.EveryAccount,
    [
        new SimulatedEvent(eventType, timestamp, attributes.Where(attribute => attribute.Value is not null).ToDictionary(attribute => attribute.Name, attribute => attribute.Value!)),
    ]);

    private static Dictionary<string, object?> Inside(Dictionary<string, object?> input, string name) =>
        input.GetValueOrDefault(name) is IDictionary<string, object?> inner ? inner.ToDictionary() : [];
}
