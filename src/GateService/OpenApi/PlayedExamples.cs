using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GateService.OpenApi;

/// <summary>
/// What the examples of the contract need so that they can be sent as they are: the moment of what they ask about, which the demo knows once it has played it. Silence
/// since then is no reason to pass, so without a moment of theirs they would be inconclusive minutes later.
/// </summary>
public sealed class PlayedExamples
{
    private readonly ConcurrentDictionary<string, JsonObject> _fields = new(StringComparer.Ordinal);

    /// <param name="example">Name of the example.</param>
    /// <param name="fields">Over those it has.</param>
    public void Note(string example, JsonObject fields) => _fields[example] = fields;

    /// <summary>The body with what was noted over it.</summary>
    internal JsonObject Body(string example, JsonObject written)
    {
        var body = (JsonObject)written.DeepClone();
        foreach (var (name, value) in _fields.GetValueOrDefault(example) ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }
}
