using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Ingest;

/// <summary>An object as an attribute's value, put together from the tokens of a stream that may be cut anywhere.</summary>
internal sealed class ObjectValue
{
    private readonly Stack<JsonNode> _open = [];
    private string _name = "";

    public bool IsOpen => _open.Count > 0;

    public void Open() => _open.Push(new JsonObject());

    /// <returns>The object, once its last brace has come.</returns>
    public JsonElement? Take(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = json.GetString()!;
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                JsonNode opened = json.TokenType == JsonTokenType.StartObject ? new JsonObject() : new JsonArray();
                Put(opened);
                _open.Push(opened);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var closed = _open.Pop();
                return IsOpen ? null : JsonSerializer.SerializeToElement(closed);
            case JsonTokenType.Number:
                Put(JsonValue.Create(json.GetDouble()));
                break;
            case JsonTokenType.String:
                Put(JsonValue.Create(json.GetString()));
                break;
            default:
                Put(json.TokenType == JsonTokenType.Null ? null : JsonValue.Create(json.TokenType == JsonTokenType.True));
                break;
        }

        return null;
    }

    private void Put(JsonNode? value)
    {
        if (_open.Peek() is JsonArray list)
        {
            list.Add(value);
        }
        else
        {
            _open.Peek()[_name] = value;
        }
    }
}
