namespace GateService.Http;

/// <summary>
/// HEAD is answered as GET is, without what follows the headers, which the server leaves out itself: monitors and link checkers ask so. Not under /v1, whose contract names
/// every method it takes.
/// </summary>
internal static class HeadLikeGet
{
    public static void UseHeadLikeGet(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (!HttpMethods.IsHead(http.Request.Method) || http.Request.Path.StartsWithSegments("/v1"))
        {
            await next(http);
            return;
        }

        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    });
}
