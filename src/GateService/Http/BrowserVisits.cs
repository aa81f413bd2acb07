using GateService.Wire;

namespace GateService.Http;

/// <summary>
/// The address of a decision that answers and messages give is one for everybody: a program reads JSON there, a browser is shown the page, where people can
/// also sign in. Only what asks for HTML is sent there; no answer of a verdict is ever a redirect.
/// </summary>
internal static class BrowserVisits
{
    private const string Decisions = "/v1/decisions";

    public static void UseBrowserVisits(this WebApplication app) => app.Use((http, next) =>
    {
        if (!HttpMethods.IsGet(http.Request.Method) || !http.Request.Path.StartsWithSegments(Decisions, StringComparison.Ordinal, out var rest) || rest.Value?.TrimStart('/') is not { } id || !DecisionId.IsOne(id))
        {
            return next(http);
        }

        http.Response.Headers.Vary = "Accept";
        if (!IsBrowser(http.Request))
        {
            return next(http);
        }

        http.Response.Redirect($"/decisions/{id}");
        return Task.CompletedTask;
    });

    private static bool IsBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
