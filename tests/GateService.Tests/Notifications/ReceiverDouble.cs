using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GateService.Tests.Notifications;

/// <summary>Slack, Teams or anybody's webhook on loopback: takes what comes and answers as it is told, badly too.</summary>
internal sealed class ReceiverDouble : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReceiverDouble(WebApplication app) => _app = app;

    /// <summary>What is answered; the default is Slack's <c>ok</c>.</summary>
    public Func<HttpContext, string, Task> Answer { get; set; } = (http, _) => http.Response.WriteAsync("ok");

    /// <summary>Everything that came in, whatever was answered.</summary>
    public ConcurrentQueue<(string Path, string Body, IReadOnlyDictionary<string, string> Headers)> Received { get; } = [];

    public IReadOnlyList<JsonElement> Bodies => [.. Received.Select(received => JsonSerializer.Deserialize<JsonElement>(received.Body))];

    public Uri Url => new(new Uri(_app.Urls.First()), "/hook");

    public static async Task<ReceiverDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new ReceiverDouble(app);
        app.MapPost("/{**path}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public static Func<HttpContext, string, Task> Status(int status, string body = "", int? retryAfter = null) => (http, _) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
        }

        return http.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        // The request's own headers are gone once it is answered.
        Received.Enqueue((http.Request.Path, body, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Answer(http, body);
    }
}
