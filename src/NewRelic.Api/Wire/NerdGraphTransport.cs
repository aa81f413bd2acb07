using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>One POST and its parsed answer. Every trouble on the way becomes an error value; only the caller's cancellation is thrown.</summary>
internal sealed class NerdGraphTransport(Func<HttpClient> client, NerdGraphOptions options, TimeProvider time)
{
    public async Task<(JsonElement Answer, NerdGraphError? Error)> PostAsync(NerdGraphAccount account, byte[] body, TimeSpan timeout, CancellationToken ct)
    {
        using var attempt = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, attempt.Token);
        try
        {
            using var request = Request(account, body);
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (default, new NerdGraphError(NerdGraphErrorKind.Timeout, $"New Relic did not answer within {timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (default, new NerdGraphError(NerdGraphErrorKind.Network, $"no connection to New Relic at {account.Endpoint.Authority}: {e.Message}"));
        }
    }

    private static HttpRequestMessage Request(NerdGraphAccount account, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, account.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("API-Key", account.ApiKey);
        return request;
    }

    private async Task<(JsonElement Answer, NerdGraphError? Error)> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (answer, fault) = await ParseAsync(response, ct).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK when fault is null => (answer, null),
            HttpStatusCode.OK => (default, GraphQlAnswer.Malformed(fault)),
            var status => (default, GraphQlErrors.OfStatus(status, RetryAfter(response), answer)),
        };
    }

    private async Task<(JsonElement Answer, string? Fault)> ParseAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = await ReadBoundedAsync(response.Content, ct).ConfigureAwait(false);
        if (bytes is null)
        {
            return (default, $"it is longer than {options.MaxAnswerBytes} bytes");
        }

        if (bytes.Length == 0)
        {
            return (default, "it is empty");
        }

        try
        {
            var answer = JsonSerializer.Deserialize(bytes, WireJsonContext.Default.JsonElement);
            return answer.ValueKind != JsonValueKind.Object ? (default, $"it is a JSON {answer.ValueKind}".ToLowerInvariant())
                : JsonTexts.AreUnicode(bytes) ? (answer, null)
                : (default, "it holds a text that is no Unicode");
        }
        catch (JsonException)
        {
            return (default, $"it is no JSON ({response.Content.Headers.ContentType?.MediaType ?? "no content type"}, {bytes.Length} bytes)");
        }
    }

    private async Task<byte[]?> ReadBoundedAsync(HttpContent content, CancellationToken ct)
    {
        using var body = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        using var all = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, ct).ConfigureAwait(false)) > 0)
        {
            if (all.Length + read > options.MaxAnswerBytes)
            {
                return null;
            }

            all.Write(chunk, 0, read);
        }

        return all.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
