using System.Net;
using System.Net.Http.Headers;

namespace NewRelic.Api.Wire;

/// <summary>One POST and its parsed answer, for the caller to dispose. Every trouble on the way becomes an error value; only the caller's cancellation is thrown.</summary>
internal sealed class NerdGraphTransport(Func<HttpClient> client, NerdGraphOptions options, TimeProvider time)
{
    public async Task<Answer> PostAsync(NerdGraphAccount account, byte[] body, TimeSpan timeout, AnswerLease lease, CancellationToken ct)
    {
        using var attempt = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, attempt.Token);
        try
        {
            using var request = Request(account, body);
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await ReadAsync(response, account.ApiKey, lease, either.Token, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Answer.Failed(lease, new NerdGraphError(NerdGraphErrorKind.Timeout, $"New Relic did not answer within {timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Answer.Failed(lease, new NerdGraphError(NerdGraphErrorKind.Network, $"no connection to New Relic at {account.Endpoint.Authority}: {ConnectionTrouble.Say(e)}"));
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

    private async Task<Answer> ReadAsync(HttpResponseMessage response, string key, AnswerLease lease, CancellationToken attempt, CancellationToken ct)
    {
        var answer = await Answer.ReadAsync(response.Content, options.MaxAnswerBytes, key, lease, attempt, ct).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK ? answer : answer.Refused(GraphQlErrors.OfStatus(response.StatusCode, RetryAfter(response), answer.Error is null ? answer.Root : default));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
