using System.Buffers;
using System.Text;
using System.Text.Json;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Ingest;

/// <summary>
/// Reads events from one object, an array of them or NDJSON, in one pass over the stream. Strings that repeat are kept once.
/// </summary>
internal sealed class EventReader(EventRules rules)
{
    private readonly List<SimulatedEvent> _events = [];
    private readonly EventBuilder _event = new(rules);
    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true });
    private bool _inArray;
    private bool _inEvent;
    private int _line = 1;

    /// <exception cref="EventFormatException">Something is no event.</exception>
    public static async Task<IReadOnlyList<SimulatedEvent>> ReadAsync(Stream stream, EventRules rules, CancellationToken ct)
    {
        var reader = new EventReader(rules);
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            var kept = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(kept), ct);
                var filled = kept + read;
                var used = reader.Consume(buffer.AsSpan(0, filled), isLast: read == 0);
                if (read == 0)
                {
                    return reader._events;
                }

                kept = filled - used;
                buffer.AsSpan(used, kept).CopyTo(buffer);
                buffer = kept == buffer.Length ? throw new EventFormatException($"line {reader._line}: a value is longer than {buffer.Length} bytes") : buffer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Consume(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var json = new Utf8JsonReader(bytes, isLast, _state);
        var counted = 0;
        try
        {
            while (json.Read())
            {
                if (!_inEvent)
                {
                    var start = (int)json.TokenStartIndex;
                    _line += bytes[counted..start].Count((byte)'\n');
                    counted = start;
                }

                Take(ref json);
            }
        }
        catch (JsonException broken)
        {
            throw new EventFormatException($"line {(broken.LineNumber ?? 0) + 1}: not JSON: {Sentence(broken.Message)}");
        }

        if (isLast && _inEvent)
        {
            throw new EventFormatException($"line {_line}: the event is cut off");
        }

        var used = (int)json.BytesConsumed;
        _line += bytes[counted..used].Count((byte)'\n');
        _state = json.CurrentState;
        return used;
    }

    private void Take(ref Utf8JsonReader json)
    {
        if (_inEvent)
        {
            if (_event.InObject || json.TokenType != JsonTokenType.EndObject)
            {
                _event.Take(ref json, _line);
                return;
            }

            _events.Add(_event.Build(_line));
            _inEvent = false;
            return;
        }

        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                _inEvent = true;
                break;
            case JsonTokenType.StartArray when !_inArray:
                _inArray = true;
                break;
            case JsonTokenType.EndArray:
                _inArray = false;
                break;
            default:
                throw new EventFormatException($"line {_line}: {Encoding.UTF8.GetString(json.ValueSpan)} is no event, expected an object");
        }
    }

    private static string Sentence(string message) => message.Split(" LineNumber:")[0].TrimEnd('.');
}
