using System.IO.Compression;

namespace GateService.History;

/// <summary>JSON in one piece, compressed: a stream that is fed bit by bit would begin again with every bit, at half as much again (docs/history.md has the figures).</summary>
internal static class Packed
{
    /// <summary>Quality 5 takes three times the processor time for an eighth fewer bytes.</summary>
    private const int Quality = 2;

    private const int Window = 22;

    public static byte[] Close(byte[] json)
    {
        var room = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json, room, out var written, Quality, Window) ? room[..written] : throw new InvalidOperationException("a record could not be compressed");
    }

    /// <exception cref="InvalidDataException">The bytes are nothing that was compressed.</exception>
    public static byte[] Open(byte[] body)
    {
        using var json = new MemoryStream();
        using (var compressed = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress))
        {
            try
            {
                compressed.CopyTo(json);
            }
            catch (InvalidOperationException broken)
            {
                throw new InvalidDataException("the record cannot be read: it is not compressed as records are", broken);
            }
        }

        return json.ToArray();
    }
}
