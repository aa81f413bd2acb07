using GateService.Pages.Layout;

namespace GateService.Pages;

/// <summary>An address nobody answers is told in words to a browser; programs get their problem+json as ever.</summary>
internal static class MissingPages
{
    public static void UseMissingPages(this WebApplication app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (!http.Response.HasStarted && http.Response.StatusCode == StatusCodes.Status404NotFound && http.GetEndpoint() is null && IsBrowser(http.Request))
        {
            await Trouble.NoPage.ExecuteAsync(http);
        }
    });

    private static bool IsBrowser(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/v1") && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
