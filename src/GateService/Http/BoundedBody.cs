using Microsoft.AspNetCore.Http.Features;

namespace GateService.Http;

/// <summary>Reads a request body up to a limit, whatever its Content-Type and Content-Length say.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it is longer than <paramref name="most"/> bytes.</summary>
    /// <exception cref="BadHttpRequestException">It is not sent as it was announced: broken chunks, or too slowly.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken ct)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Ours is lower and answered in words; the server's own would cut the connection while the caller still writes.
            limit.MaxRequestBodySize = null;
        }

        using var body = new MemoryStream();
        var chunk = new byte[8 * 1024];
        int read;
        while ((read = await ReadAsync(request.Body, chunk, ct)) > 0)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private static async Task<int> ReadAsync(Stream body, byte[] chunk, CancellationToken ct)
    {
        try
        {
            return await body.ReadAsync(chunk, ct);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // The server has more exceptions than its own for what a caller sends, a chunk of 16 EiB among them.
            throw new BadHttpRequestException("the body cannot be read", StatusCodes.Status400BadRequest, e);
        }
    }
}
