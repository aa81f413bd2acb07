using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NewRelic.Api.Tests;

/// <summary>New Relic as a script: one answer a request, the last one for ever; remembers what was asked.</summary>
internal sealed class ScriptedHandler(params Func<JsonElement, CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    private readonly List<Func<JsonElement, CancellationToken, Task<HttpResponseMessage>>> _answers = [.. answers];

    public List<JsonElement> Bodies { get; } = [];

    public List<HttpRequestHeaders> Headers { get; } = [];

    public static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Body(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json", TimeSpan? retryAfter = null) =>
        (_, _) => Task.FromResult(Response(body, status, type, retryAfter));

    /// <summary>A NerdGraph answer that gives every alias the container of <paramref name="container"/>.</summary>
    public static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Each(Func<string, string?> container, string errors = "[]") => (request, _) =>
        Task.FromResult(Response(
            $"{{\"data\":{{\"actor\":{{\"account\":{{{string.Join(',', Aliases(request).Select(alias => $"\"{alias}\":{container(alias) ?? "null"}"))}}}}}}},\"errors\":{errors}}}"));

    public static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Never { get; } = async (_, ct) =>
    {
        await Task.Delay(Timeout.Infinite, ct);
        throw new InvalidOperationException();
    };

    public static Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> Dropped { get; } = (_, _) => throw new HttpRequestException("Connection reset by peer");

    /// <summary>What is answered from now on.</summary>
    public void Next(IEnumerable<Func<JsonElement, CancellationToken, Task<HttpResponseMessage>>> next)
    {
        lock (Bodies)
        {
            _answers.RemoveRange(Math.Min(Bodies.Count, _answers.Count), Math.Max(0, _answers.Count - Bodies.Count));
            _answers.AddRange(next);
        }
    }

    public static IEnumerable<string> Aliases(JsonElement request) =>
        request.GetProperty("variables").EnumerateObject().Select(variable => variable.Name).Where(name => name is not ("accountId" or "timeout"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(await request.Content!.ReadAsStringAsync(cancellationToken));
        Func<JsonElement, CancellationToken, Task<HttpResponseMessage>> answer;
        lock (Bodies)
        {
            Bodies.Add(body);
            Headers.Add(request.Headers);
            answer = _answers[Math.Min(Bodies.Count, _answers.Count) - 1];
        }

        return await answer(body, cancellationToken);
    }

    private static HttpResponseMessage Response(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json", TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        response.Headers.RetryAfter = retryAfter is { } wait ? new RetryConditionHeaderValue(wait) : null;
        return response;
    }
}
