using System.Text.Json;
using GateService.Wire;

namespace GateService.Policies;

/// <summary>Reads the files that somebody wants linted, and every fault of the request with its field.</summary>
/// <param name="Request">What could be read; null where there is a fault.</param>
/// <param name="Faults">By field; the key <c>body</c> is the body as a whole.</param>
internal sealed record PolicyLintBody(PolicyLintRequest? Request, Dictionary<string, string[]> Faults)
{
    private const int MostFiles = 1000;
    private const int LongestName = 255;
    private const string Expected = "expected YAML texts by file name, such as {\"files\": {\"organisation.yaml\": \"kind: organisation\"}}";

    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = 8, AllowTrailingCommas = true };

    public static PolicyLintBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(EvaluateBody.WithoutByteOrderMark(body), Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadFiles(document.RootElement)
                : Wrong("body", $"is a JSON {Kind(document.RootElement)}: expected an object with files");
        }
        catch (InvalidOperationException)
        {
            return Wrong("body", "holds a text that is no Unicode: expected UTF-8, and \\u escapes of surrogates in pairs");
        }
        catch (JsonException e)
        {
            return Wrong("body", body.IsEmpty ? "is empty: expected a JSON object with files" : $"is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected an object with files");
        }
    }

    private static PolicyLintBody ReadFiles(JsonElement root)
    {
        if (root.EnumerateObject().Count(property => property.NameEquals("files")) > 1)
        {
            return Wrong("files", EvaluateBody.Twice);
        }

        if (!root.TryGetProperty("files", out var given))
        {
            return Wrong("files", $"is missing: {Expected}");
        }

        var (files, faults) = Files(given);
        return new PolicyLintBody(faults.Count == 0 ? new PolicyLintRequest(files) : null, faults);
    }

    /// <summary>YAML texts by file name, and every fault by field.</summary>
    public static (Dictionary<string, string> Files, Dictionary<string, string[]> Faults) Files(JsonElement given)
    {
        var (files, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string[]>(StringComparer.Ordinal));
        if (given.ValueKind != JsonValueKind.Object)
        {
            faults["files"] = [$"is a JSON {Kind(given)}: {Expected}"];
            return (files, faults);
        }

        foreach (var file in given.EnumerateObject())
        {
            var fault = file.Name.Length is 0 or > LongestName || file.Name.Any(char.IsControl) ? $"a name of {file.Name.Length} characters: expected 1 to {LongestName}, and no control characters"
                : file.Value.ValueKind != JsonValueKind.String ? $"is a JSON {Kind(file.Value)}: expected the file's YAML as a text"
                : !files.TryAdd(file.Name, file.Value.GetString()!) ? "stands twice: expected every file once"
                : null;
            if (fault is not null)
            {
                faults[$"files.{Shown.Of(file.Name)}"] = [fault];
            }
        }

        if (faults.Count == 0 && files.Count is 0 or > MostFiles)
        {
            faults["files"] = [files.Count == 0 ? $"is empty: {Expected}" : $"has {files.Count} entries: expected at most {MostFiles}"];
        }

        return (files, faults);
    }

    private static PolicyLintBody Wrong(string field, string fault) => new(null, new(StringComparer.Ordinal) { [field] = [fault] });

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
