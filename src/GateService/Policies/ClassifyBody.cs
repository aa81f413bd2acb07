using System.Text.Json;
using GateService.Wire;

namespace GateService.Policies;

/// <summary>Reads the errors that somebody tries the rules on: values as people copy them from New Relic, numbers too, and every fault with its field.</summary>
/// <param name="Request">What could be read; null where there is a fault.</param>
/// <param name="Faults">By field; the key <c>body</c> is the body as a whole.</param>
internal sealed record ClassifyBody(ClassifyRequest? Request, Dictionary<string, string[]> Faults)
{
    private const int MostErrors = 500;
    private const int LongestText = 4096;

    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = 8, AllowTrailingCommas = true };
    private static readonly string[] Fields = ["policy", "service", "team"];
    private static readonly string[] ErrorFields = ["type", "message", "status", "dependency", "flag"];

    public static ClassifyBody Read(ReadOnlyMemory<byte> body)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(EvaluateBody.WithoutByteOrderMark(body), Tolerant);
            var request = document.RootElement.ValueKind == JsonValueKind.Object ? ReadRequest(document.RootElement, faults) : null;
            if (request is null)
            {
                faults["body"] = [$"is a JSON {Kind(document.RootElement)}: expected an object with errors"];
            }

            return new ClassifyBody(faults.Count == 0 ? request : null, faults);
        }
        catch (InvalidOperationException)
        {
            return new ClassifyBody(null, new() { ["body"] = ["holds a text that is no Unicode: expected UTF-8, and \\u escapes of surrogates in pairs"] });
        }
        catch (JsonException e)
        {
            return new ClassifyBody(null, new() { ["body"] = [body.IsEmpty ? "is empty: expected a JSON object with errors" : $"is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected an object with errors"] });
        }
    }

    private static ClassifyRequest ReadRequest(JsonElement root, Dictionary<string, string[]> faults)
    {
        var values = ReadTexts(root, "", Fields, ["errors"], faults);
        return new ClassifyRequest(faults.ContainsKey("errors") ? [] : ReadErrors(root, faults), values.GetValueOrDefault("policy"), values.GetValueOrDefault("service"), values.GetValueOrDefault("team"));
    }

    private static List<ErrorExample> ReadErrors(JsonElement root, Dictionary<string, string[]> faults)
    {
        const string Expected = "expected a list of errors, each with at least one of type, message, status, dependency and flag";
        if (!root.TryGetProperty("errors", out var errors))
        {
            faults["errors"] = [$"is missing: {Expected}"];
            return [];
        }

        if (errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            faults["errors"] = [$"is {(errors.ValueKind == JsonValueKind.Array ? "empty" : $"a JSON {Kind(errors)}")}: {Expected}"];
            return [];
        }

        if (errors.GetArrayLength() > MostErrors)
        {
            faults["errors"] = [$"has {errors.GetArrayLength()} entries: expected at most {MostErrors}"];
            return [];
        }

        return [.. errors.EnumerateArray().Select((error, i) => ReadError(error, $"errors[{i}]", faults))];
    }

    private static ErrorExample ReadError(JsonElement error, string path, Dictionary<string, string[]> faults)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            faults[path] = [$"is a JSON {Kind(error)}: expected an object with at least one of {Listed(ErrorFields)}"];
            return new ErrorExample();
        }

        var before = faults.Count;
        var values = ReadTexts(error, $"{path}.", ErrorFields, [], faults);
        if (values.Count == 0 && faults.Count == before)
        {
            faults[path] = [$"says nothing: expected at least one of {Listed(ErrorFields)}"];
        }

        return new ErrorExample(
            values.GetValueOrDefault("type"), values.GetValueOrDefault("message"), values.GetValueOrDefault("status"), values.GetValueOrDefault("dependency"), values.GetValueOrDefault("flag"));
    }

    /// <summary>Texts and numbers by name; null and empty are left away, as New Relic does with what is not there.</summary>
    private static Dictionary<string, string> ReadTexts(JsonElement map, string prefix, string[] known, string[] others, Dictionary<string, string[]> faults)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in map.EnumerateObject().GroupBy(property => property.Name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key))
        {
            faults[$"{prefix}{Shown.Of(name)}"] = [EvaluateBody.Twice];
        }

        foreach (var property in map.EnumerateObject().Where(property => !others.Contains(property.Name)))
        {
            var text = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString()!,
                JsonValueKind.Number => property.Value.GetRawText(),
                JsonValueKind.Null => "",
                _ => null,
            };
            var fault = !known.Contains(property.Name) ? $"is no known field here: expected one of {Listed([.. known, .. others])}"
                : text is null ? $"is a JSON {Kind(property.Value)}: expected a text or a number"
                : text.Length > LongestText ? $"'{Shown.Of(text)}' has {text.Length} characters: expected at most {LongestText}"
                : null;
            if (fault is not null)
            {
                faults.TryAdd($"{prefix}{Shown.Of(property.Name)}", [fault]);
            }
            else if (text!.Length > 0)
            {
                texts[property.Name] = text;
            }
        }

        return texts;
    }

    private static string Listed(string[] names) => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
