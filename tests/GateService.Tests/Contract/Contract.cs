using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using NJsonSchema;
using NJsonSchema.Validation;

namespace GateService.Tests.Contract;

/// <summary>
/// The committed contract, read to the letter of OpenAPI 3.0: <c>nullable</c> counts beside <c>type</c> alone, an enum that lacks null has none, a field that is
/// not named is none, and neither is a status.
/// </summary>
internal sealed class Contract
{
    private readonly JsonObject _document;
    private readonly ConcurrentDictionary<string, Lazy<Task<JsonSchema>>> _schemas = [];

    private Contract(JsonObject document) => _document = document;

    public static Contract Committed { get; } = new(JsonNode.Parse(File.ReadAllText(Repository.PathOf("openapi", "gate-service.v1.json")))!.AsObject());

    /// <summary>Every example of the document, where it stands, with its schema.</summary>
    public IEnumerable<(string Place, JsonNode Schema, JsonNode Example)> Examples() =>
        from operation in Operations()
        from media in Media(operation.Value)
        from example in ExamplesOf(media.Value.AsObject())
        select ($"{operation.Method} {operation.Path} {media.Place} {example.Name}", media.Value["schema"]!, example.Value);

    /// <summary>What an answer breaks of the contract; nothing when it keeps it.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(string method, string path, int status, string? type, string body)
    {
        var operation = Operations().FirstOrDefault(operation => operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && Fits(operation.Path, path)).Value;
        if (operation is null)
        {
            return status is 404 or 405 ? [] : [$"{method} {path} answers {status}, and is not in the contract"];
        }

        return operation["responses"]![$"{status}"] is not { } response ? [$"{method} {path} answers {status}, which the contract does not name: {body}"]
            : response["content"] is null && type is null ? []
            : response["content"]?[type ?? ""] is not { } media ? [$"{method} {path} answers {status} as '{type}', which the contract does not name"]
            : media["schema"] is { } schema && type!.EndsWith("json", StringComparison.Ordinal) ? await FaultsAsync(schema, body)
            : [];
    }

    /// <summary>What a value breaks of a schema of the document.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(JsonNode schema, string json)
    {
        var known = await _schemas.GetOrAdd(schema.ToJsonString(), text => new(() => ReadAsync(text))).Value;
        return [.. known.Validate(json).SelectMany(Leaves).Select(fault => $"{fault.Path}: {fault.Kind}")];
    }

    private IEnumerable<(string Method, string Path, JsonNode Value)> Operations() =>
        _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (operation.Key, path.Key, operation.Value!)));

    private static IEnumerable<(string Place, JsonNode Value)> Media(JsonNode operation) =>
        new[] { ("asks", operation["requestBody"]?["content"]) }.Concat(operation["responses"]!.AsObject().Select(response => (response.Key, response.Value!["content"])))
            .SelectMany(body => (body.Item2?.AsObject() ?? []).Select(media => ($"{body.Item1} {media.Key}", media.Value!)));

    private static IEnumerable<(string Name, JsonNode Value)> ExamplesOf(JsonObject media) =>
        (media["examples"]?.AsObject() ?? []).Select(example => (example.Key, example.Value!["value"]!)).Concat(media["example"] is { } example ? [("", example)] : []);

    private static bool Fits(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }

    private Task<JsonSchema> ReadAsync(string schema)
    {
        var whole = new JsonObject { ["allOf"] = new JsonArray(JsonNode.Parse(schema)), ["definitions"] = _document["components"]!["schemas"]!.DeepClone() };
        Strict(whole);
        return JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    /// <summary>OpenAPI's own words as those of JSON Schema.</summary>
    private static void Strict(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["nullable"] is JsonValue && schema["type"] is JsonValue type)
            {
                schema["type"] = new JsonArray(type.DeepClone(), "null");
            }

            foreach (var part in schema.Select(part => part.Value).ToList())
            {
                Strict(part);
            }
        }
        else if (node is JsonArray parts)
        {
            foreach (var part in parts)
            {
                Strict(part);
            }
        }
    }

    private static IEnumerable<ValidationError> Leaves(ValidationError fault) =>
        fault is ChildSchemaValidationError { Errors.Count: > 0 } child ? child.Errors.Values.SelectMany(errors => errors).SelectMany(Leaves) : [fault];
}
