namespace GateService.Http;

/// <summary>Reads a request body up to a limit, whatever its Content-Type and Content-Length say.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it is longer than <paramref name="most"/> bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var chunk = new byte[8 * 1024];
        int read;
        try
        {
            while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
            {
                if (body.Length + read > most)
                {
                    return null;
                }

                body.Write(chunk, 0, read);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The server's own limit, which lies above every one of ours.
            return null;
        }

        return body.ToArray();
    }
}
