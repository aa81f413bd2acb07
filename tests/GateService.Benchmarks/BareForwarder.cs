using System.Net.Http.Headers;

namespace GateService.Benchmarks;

/// <summary>The least an ASP.NET Core service can do with a POST: send the same to New Relic, and its answer back. What the gate is measured by.</summary>
internal static class BareForwarder
{
    /// <param name="to">Where to.</param>
    /// <param name="args">Command line of the host.</param>
    public static async Task RunAsync(Uri to, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        using var http = new HttpClient(new SocketsHttpHandler());
        app.MapGet("/health", () => "ok");
        app.MapPost("/", async context =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new StreamContent(context.Request.Body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await app.RunAsync();
    }
}
