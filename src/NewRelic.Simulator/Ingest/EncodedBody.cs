using System.IO.Compression;

namespace NewRelic.Simulator.Ingest;

/// <summary>The body of a request without its Content-Encoding.</summary>
internal static class EncodedBody
{
    /// <returns>Null: the encoding is none we know.</returns>
    public static Stream? Open(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        _ => null,
    };
}
