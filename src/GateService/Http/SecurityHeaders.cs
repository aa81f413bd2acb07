namespace GateService.Http;

/// <summary>What every answer says to a browser that got hold of it; pages say more for themselves.</summary>
internal static class SecurityHeaders
{
    /// <summary>Nothing here is a page.</summary>
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI styles itself as it goes along.</summary>
    private const string Swagger =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string OneYear = "max-age=31536000";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use((http, next) =>
        {
            // Last of all, because the exception handler begins an answer anew.
            http.Response.OnStarting(() =>
            {
                Protect(http, address);
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    private static void Protect(HttpContext http, PublicAddress address)
    {
        var (path, headers) = (http.Request.Path, http.Response.Headers);
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Content-Security-Policy", path.StartsWithSegments("/swagger") ? Swagger : Nothing);
        if (path.StartsWithSegments("/v1"))
        {
            headers.CacheControl = "no-store";
        }

        if (http.Request.IsHttps || (address.IsTls && http.Request.Headers["X-Forwarded-Proto"] == Uri.UriSchemeHttps))
        {
            headers.StrictTransportSecurity = OneYear;
        }
    }
}
