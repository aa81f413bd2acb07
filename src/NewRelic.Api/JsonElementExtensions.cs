using System.Text.Json;

namespace NewRelic.Api;

internal static class JsonElementExtensions
{
    /// <summary>The property, or an undefined element where there is none or the value is not an object.</summary>
    public static JsonElement Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
