using System.Buffers.Binary;
using System.Text;

namespace NewRelic.Api;

/// <summary>Reads what a <see cref="BinaryWriter"/> wrote, without a stream.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private const int Bits = 7;
    private const int More = 0x80;

    private ReadOnlySpan<byte> _left = bytes;

    /// <exception cref="InvalidDataException">There is none left; as of all below.</exception>
    public byte Byte() => Take(1)[0];

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text() => Encoding.UTF8.GetString(Take(Number()));

    /// <summary>As <see cref="BinaryWriter.Write7BitEncodedInt"/> writes it; never below zero.</summary>
    public int Number()
    {
        var number = 0;
        for (var shift = 0; shift < 4 * Bits; shift += Bits)
        {
            var next = Byte();
            number |= (next & ~More) << shift;
            if (next < More)
            {
                return number;
            }
        }

        throw new InvalidDataException("a number is longer than any that is written");
    }

    /// <summary>So many follow, each of at least a byte.</summary>
    public int Count() => Number() is var count && count <= _left.Length ? count : throw Short();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            throw Short();
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    private static InvalidDataException Short() => new("the bytes end before what they say follows");
}
