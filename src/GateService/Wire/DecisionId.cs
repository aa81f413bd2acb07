namespace GateService.Wire;

/// <summary>Ids of decisions: a version 7 UUID (RFC 9562) in Crockford's base 32, the form known as ULID. Sorts by time, 26 characters.</summary>
internal static class DecisionId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int RandomBits = 80;

    private const int Length = 26;

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(Alphabet.Contains);

    public static string New(DateTimeOffset now)
    {
        var value = new UInt128(0, 0);
        foreach (var octet in Guid.CreateVersion7(now).ToByteArray(bigEndian: true))
        {
            value = (value << 8) | octet;
        }

        return Write(value);
    }

    /// <summary>No id of that moment or later sorts below it: moments become ranges of ids.</summary>
    public static string Lowest(DateTimeOffset moment) => Write((UInt128)(ulong)Math.Max(0, moment.ToUnixTimeMilliseconds()) << RandomBits);

    private static string Write(UInt128 value) => string.Create(Length, value, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
        {
            text[i] = Alphabet[(int)(rest & 31)];
        }
    });
}
