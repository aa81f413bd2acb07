using System.Text.Json;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Ingest;

/// <summary>One event while its tokens come in.</summary>
internal sealed class EventBuilder(EventRules rules)
{
    /// <summary>Strings shared between events: names, hosts and classes repeat, trace ids do not and must not fill the memory.</summary>
    private const int MostShared = 100_000;

    private static readonly object[] Booleans = [false, true];

    private readonly Dictionary<string, string> _shared = [];
    private readonly List<KeyValuePair<string, object>> _attributes = [];
    private readonly ObjectValue _object = new();
    private string? _name;
    private string? _eventType;
    private long? _timestamp;

    /// <summary>Inside the object of a distribution: its end is not the event's.</summary>
    public bool InObject => _object.IsOpen;

    /// <exception cref="EventFormatException">The token does not belong in an event.</exception>
    public void Take(ref Utf8JsonReader json, int line)
    {
        if (_object.IsOpen)
        {
            if (_object.Take(ref json) is { } told)
            {
                Set(DistributionReader.Read(told) ?? throw new EventFormatException($"line {line}: attribute '{_name}' holds an object, {Cut(told.GetRawText())}: {DistributionReader.Complaint(told)}"), line);
            }

            return;
        }

        switch (json.TokenType)
        {
            case JsonTokenType.StartObject when !rules.BooleansAsText:
                _object.Open();
                break;
            case JsonTokenType.PropertyName:
                _name = Shared(json.GetString()!);
                break;
            case JsonTokenType.String:
                Set(Text(json.GetString()!, line), line);
                break;
            case JsonTokenType.Number:
                Set(json.TryGetInt64(out var whole) ? whole : Finite(ref json, line), line);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                var value = json.GetBoolean();
                Set(rules.BooleansAsText ? value ? "true" : "false" : Booleans[value ? 1 : 0], line);
                break;
            case JsonTokenType.Null:
                break;
            default:
                var found = json.TokenType == JsonTokenType.StartObject ? "an object" : "an array";
                throw new EventFormatException($"line {line}: attribute '{_name}' holds {found}, expected a string, a number{(rules.BooleansAsText ? "" : ", a distribution")} or a boolean");
        }
    }

    /// <exception cref="EventFormatException">It has no type, or too many attributes.</exception>
    public SimulatedEvent Build(int line)
    {
        var type = _eventType ?? throw new EventFormatException($"line {line}: the event has no eventType, expected a text such as \"Transaction\"");
        if (_attributes.Count > EventRules.MostAttributes)
        {
            throw new EventFormatException($"line {line}: the event has {_attributes.Count} attributes, expected {EventRules.MostAttributes} at most");
        }

        var built = new SimulatedEvent(type, _timestamp ?? rules.Received, new AttributeList([.. _attributes]));
        _attributes.Clear();
        (_name, _eventType, _timestamp) = (null, null, null);
        return built;
    }

    private void Set(object value, int line)
    {
        switch (_name)
        {
            case "eventType":
                _eventType = value is string { Length: > 0 } type && type.All(IsTypeCharacter)
                    ? type
                    : throw new EventFormatException($"line {line}: eventType is '{value}', expected letters, digits, '_' and ':'");
                break;
            case "timestamp":
                _timestamp = value switch
                {
                    long whole => rules.Timestamp(whole),
                    double real => rules.Timestamp(real),
                    _ => throw new EventFormatException($"line {line}: timestamp is '{value}', expected a number, seconds or milliseconds since 1970"),
                };
                break;
            case "accountId":
                break;
            default:
                _attributes.Add(new(Named(line), value));
                break;
        }
    }

    private string Named(int line) => _name is { Length: > 0 and <= EventRules.LongestName }
        ? _name
        : throw new EventFormatException($"line {line}: an attribute's name has {_name?.Length} characters, expected 1 to {EventRules.LongestName}");

    private string Text(string text, int line) => text.Length <= EventRules.LongestValue
        ? Shared(text)
        : throw new EventFormatException($"line {line}: attribute '{_name}' has {text.Length} characters, expected {EventRules.LongestValue} at most");

    private object Finite(ref Utf8JsonReader json, int line)
    {
        var value = json.GetDouble();
        return double.IsFinite(value) ? value : throw new EventFormatException($"line {line}: attribute '{_name}' is out of range, expected a 64-bit number");
    }

    private string Shared(string text)
    {
        if (_shared.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_shared.Count < MostShared && text.Length <= 64)
        {
            _shared[text] = text;
        }

        return text;
    }

    private static string Cut(string text) => text.Length <= 100 ? text : $"{text[..100]}…";

    private static bool IsTypeCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ':';
}
