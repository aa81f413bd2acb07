using Charts.Tests.Driven;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Charts.Tests.Argo;

/// <summary>What stands in front of the gate while it is being replaced: so many 503, then the gate's own answers.</summary>
internal sealed class FlakyGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _left;

    private FlakyGate(WebApplication app, int failures) => (_app, _left) = (app, failures);

    public string Url => _app.Urls.First();

    public static async Task<FlakyGate> StartAsync(GateOverSimulator servers, int failures)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var flaky = new FlakyGate(builder.Build(), failures);
        flaky._app.MapPost("/v1/gates/evaluate", (HttpRequest request) => flaky.AnswerAsync(servers, request));
        await flaky._app.StartAsync();
        return flaky;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(GateOverSimulator servers, HttpRequest request)
    {
        if (Interlocked.Decrement(ref _left) >= 0)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        using var question = new HttpRequestMessage(HttpMethod.Post, request.Path.Value) { Content = new StreamContent(request.Body) };
        question.Headers.TryAddWithoutValidation("Authorization", request.Headers.Authorization.ToString());
        using var answer = await servers.Gate.SendAsync(question);
        return Results.Text(await answer.Content.ReadAsStringAsync(), "application/json", statusCode: (int)answer.StatusCode);
    }
}
