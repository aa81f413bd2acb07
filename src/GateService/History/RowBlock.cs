using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GateService.History;

/// <summary>Rows of a few closed buckets, as New Relic answered one question.</summary>
/// <param name="Question">Hash of all that the question says but for its time.</param>
/// <param name="Begins">Milliseconds since 1970, inclusive.</param>
/// <param name="Ends">Exclusive.</param>
/// <param name="Rows">As <see cref="NewRelic.Api.NrqlResult.Part"/> wrote them.</param>
internal sealed record RowBlock(string Question, long Begins, long Ends, byte[] Rows)
{
    private const int CheckBytes = 16;

    /// <summary>As it is stored: so that a byte that changed, or a block in another's place, is not taken for an answer.</summary>
    public byte[] Close() => [.. Check(), .. Packed.Close(Rows)];

    /// <summary>Null where the bytes are not those that <see cref="Close"/> made of this block.</summary>
    public static RowBlock? Open(string question, long begins, long ends, byte[] body)
    {
        if (body.Length <= CheckBytes)
        {
            return null;
        }

        try
        {
            var block = new RowBlock(question, begins, ends, Packed.Open(body.AsSpan(CheckBytes)));
            return block.Check().AsSpan().SequenceEqual(body.AsSpan(0, CheckBytes)) ? block : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private byte[] Check()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> times = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(times, Begins);
        BinaryPrimitives.WriteInt64LittleEndian(times[sizeof(long)..], Ends);
        hash.AppendData(times);
        hash.AppendData(Encoding.UTF8.GetBytes(Question));
        hash.AppendData(Rows);
        return hash.GetHashAndReset()[..CheckBytes];
    }
}
