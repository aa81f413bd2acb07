using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GateService.History.Vocabulary;

/// <summary>
/// Values of an enumeration by their words in records; a number that is no value stays a number, both ways. The framework's own does the same with four times the code, which is
/// compiled anew for each of some thirty enumerations at every start.
/// </summary>
/// <typeparam name="T">An enumeration of <see cref="int"/>.</typeparam>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly Dictionary<int, string> _words = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);

    public WordConverter((T Value, string Word)[] values)
    {
        foreach (var (value, word) in values)
        {
            Know(Unsafe.BitCast<T, int>(value), word);
        }

        // What has no word yet goes by its name of the day.
        foreach (var number in (int[])Enum.GetValuesAsUnderlyingType<T>())
        {
            if (!_words.ContainsKey(number))
            {
                Know(number, JsonNamingPolicy.CamelCase.ConvertName(Enum.GetName(typeof(T), number)!));
            }
        }
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? Unsafe.BitCast<int, T>(number)
        : reader.TokenType == JsonTokenType.String ? Value(reader.GetString()!)
        : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var number = Unsafe.BitCast<T, int>(value);
        if (_words.TryGetValue(number, out var word))
        {
            writer.WriteStringValue(word);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Value(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(_words.TryGetValue(Unsafe.BitCast<T, int>(value), out var word) ? word : throw new JsonException($"{typeof(T).Name} has no word for {value}"));

    private void Know(int number, string word)
    {
        _words.Add(number, word);
        _numbers.Add(word, number);
    }

    private T Value(string word) => _numbers.TryGetValue(word, out var number) ? Unsafe.BitCast<int, T>(number) : throw new JsonException();
}
