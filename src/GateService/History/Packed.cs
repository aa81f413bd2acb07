using System.Buffers;
using System.IO.Compression;

namespace GateService.History;

/// <summary>JSON in one piece, compressed: a stream that is fed bit by bit would begin again with every bit, at half as much again (docs/history.md has the figures).</summary>
internal static class Packed
{
    /// <summary>Quality 5 takes three times the processor time for an eighth fewer bytes.</summary>
    private const int Quality = 2;

    private const int Window = 22;

    /// <summary>JSON has some eight times the bytes of its compressed form.</summary>
    private const int UsualGain = 8;

    public static byte[] Close(ReadOnlySpan<byte> json)
    {
        using var room = new PooledBytes(BrotliEncoder.GetMaxCompressedLength(json.Length));
        return BrotliEncoder.TryCompress(json, room.GetSpan(), out var written, Quality, Window) ? room.GetSpan()[..written].ToArray() : throw new InvalidOperationException("a record could not be compressed");
    }

    /// <exception cref="InvalidDataException">The bytes are nothing that was compressed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> body)
    {
        using var json = new PooledBytes(Math.Max(body.Length, 1) * UsualGain);
        var decoder = default(BrotliDecoder);
        try
        {
            for (var status = OperationStatus.DestinationTooSmall; status != OperationStatus.Done;)
            {
                status = decoder.Decompress(body, json.GetSpan(), out var consumed, out var written);
                json.Advance(written);
                body = body[consumed..];
                if (status is not (OperationStatus.Done or OperationStatus.DestinationTooSmall))
                {
                    throw new InvalidDataException("the record cannot be read: it is not compressed as records are");
                }
            }

            return json.Written.ToArray();
        }
        finally
        {
            decoder.Dispose();
        }
    }
}
