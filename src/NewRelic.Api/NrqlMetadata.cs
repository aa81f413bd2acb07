using System.Text.Json;

namespace NewRelic.Api;

/// <summary>What New Relic says about the query it ran.</summary>
/// <param name="Begin">Start of the time window it used; null when it did not say.</param>
/// <param name="End">End of the time window it used; null when it did not say.</param>
/// <param name="Messages">Notes, such as limits that were applied.</param>
public sealed record NrqlMetadata(DateTimeOffset? Begin, DateTimeOffset? End, IReadOnlyList<string> Messages)
{
    internal static NrqlMetadata Read(JsonElement container)
    {
        var metadata = container.Property("metadata");
        var window = metadata.Property("timeWindow");
        return new NrqlMetadata(Moment(window.Property("begin")), Moment(window.Property("end")), Texts(metadata.Property("messages")));
    }

    private static DateTimeOffset? Moment(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private static List<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : [];
}
