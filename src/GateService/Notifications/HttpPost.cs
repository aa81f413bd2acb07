using System.Net;
using GateService.Outbox;
using Microsoft.Extensions.Options;
using NewRelic.Api;

namespace GateService.Notifications;

/// <summary>One POST to a receiver, and what its status means. Addresses hold secrets: they are never said.</summary>
internal sealed class HttpPost(IHttpClientFactory clients, IOptions<NotificationOptions> options, TimeProvider time)
{
    public const string ClientName = "Notifications";

    private const int LongestAnswer = 16 * 1024;

    /// <param name="read">Reads the body of a 2xx, for receivers that say no with 200.</param>
    public async Task<Delivery> SendAsync(HttpRequestMessage request, Func<string, Delivery>? read, CancellationToken ct)
    {
        using var attempt = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, attempt.Token);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await ReadAsync(response, either.Token);
            return response.IsSuccessStatusCode ? read?.Invoke(answer) ?? new Delivery.Done() : Failed(response, answer);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Delivery.Later($"no answer within {options.Value.AttemptTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Delivery.Later($"no connection: {ConnectionTrouble.Tls(e) ?? (e as HttpRequestException)?.HttpRequestError.ToString() ?? "it broke"}");
        }
    }

    private Delivery Failed(HttpResponseMessage response, string answer)
    {
        var why = $"answered {(int)response.StatusCode}{(answer.Length > 0 ? $": {Wire.Shown.Of(answer)}" : "")}";
        return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError
            ? new Delivery.Later(why, RetryAfter(response))
            : new Delivery.Refused(why);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[LongestAnswer];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }
}
