using System.Text.Json;

namespace GateService.Cli.Asking;

/// <summary>Fields of an answer, read tolerantly: what a newer or older gate does not say is null.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static string? Text(this JsonElement of, string name) => of.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static double? Number(this JsonElement of, string name) => of.Field(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) => of.Field(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];
}
