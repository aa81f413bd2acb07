using System.Text.Json;
using System.Text.Unicode;

namespace NewRelic.Api.Wire;

/// <summary>
/// Whether every text of a JSON document can be read. The parser takes bad UTF-8 and halves of surrogate pairs, and only reading them
/// throws: much too late, and in another's hands.
/// </summary>
internal static class JsonTexts
{
    /// <param name="json">Well-formed JSON.</param>
    public static bool AreUnicode(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        if (!json.Contains((byte)'\\'))
        {
            // Nothing is escaped, and valid UTF-8 holds no half of a pair.
            return true;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
