using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Pages.Visits;

/// <summary>The cookie that carries a session: for this host alone, unseen by scripts, and never sent along with what another site asks for.</summary>
internal static class SessionCookie
{
    private const string Plain = "gate-session";

    /// <summary>Browsers take a cookie of this name only with Secure, without Domain and for the whole host.</summary>
    private const string Guarded = "__Host-gate-session";

    public static string? Read(HttpContext http) => http.Request.Cookies[Name(http)];

    public static void Write(HttpContext http, string secret, TimeSpan lifetime)
    {
        var cookie = Options(http);
        cookie.MaxAge = lifetime;
        http.Response.Cookies.Append(Name(http), secret, cookie);
    }

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http));

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = IsSecure(http), Path = "/", IsEssential = true };

    private static string Name(HttpContext http) => IsSecure(http) ? Guarded : Plain;

    /// <summary>Behind a proxy that ends TLS only the public address tells.</summary>
    private static bool IsSecure(HttpContext http) =>
        http.Request.IsHttps || http.RequestServices.GetRequiredService<IOptions<GateOptions>>().Value.PublicUrl?.Scheme == Uri.UriSchemeHttps;
}
