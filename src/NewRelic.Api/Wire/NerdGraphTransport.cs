using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>One POST and its parsed answer. Every trouble on the way becomes an error value; only the caller's cancellation is thrown.</summary>
internal sealed class NerdGraphTransport(Func<HttpClient> client, NerdGraphOptions options, TimeProvider time)
{
    public async Task<(JsonElement Answer, NerdGraphError? Error)> PostAsync(NerdGraphAccount account, byte[] body, TimeSpan timeout, AnswerLease lease, CancellationToken ct)
    {
        using var attempt = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, attempt.Token);
        try
        {
            using var request = Request(account, body);
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await ReadAsync(response, lease, either.Token, ct).ConfigureAwait(false);
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

    private async Task<(JsonElement Answer, NerdGraphError? Error)> ReadAsync(HttpResponseMessage response, AnswerLease lease, CancellationToken attempt, CancellationToken ct)
    {
        using var body = await AnswerBody.ReadAsync(response.Content, options.MaxAnswerBytes, lease, attempt, ct).ConfigureAwait(false);
        var (answer, error) = body.Error is { } unread ? (default, unread) : Parse(body.Bytes, response.Content.Headers.ContentType?.MediaType);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (default, GraphQlErrors.OfStatus(response.StatusCode, RetryAfter(response), answer));
        }

        if (error is null)
        {
            body.Count();
        }

        return (answer, error);
    }

    /// <summary>An answer stands for itself: it needs the bytes no longer, and its rows refer to it.</summary>
    private static (JsonElement Answer, NerdGraphError? Error) Parse(ReadOnlySpan<byte> bytes, string? type)
    {
        if (bytes.Length == 0)
        {
            return (default, GraphQlAnswer.Malformed("it is empty"));
        }

        try
        {
            var answer = JsonSerializer.Deserialize(bytes, WireJsonContext.Default.JsonElement);
            return answer.ValueKind != JsonValueKind.Object ? (default, GraphQlAnswer.Malformed($"it is a JSON {answer.ValueKind}".ToLowerInvariant()))
                : JsonTexts.AreUnicode(bytes) ? (answer, null)
                : (default, GraphQlAnswer.Malformed("it holds a text that is no Unicode"));
        }
        catch (JsonException)
        {
            return (default, GraphQlAnswer.Malformed($"it is no JSON ({type ?? "no content type"}, {bytes.Length} bytes)"));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
