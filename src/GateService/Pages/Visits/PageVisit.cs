using System.Security.Cryptography;
using GateService.Callers;

namespace GateService.Pages.Visits;

/// <summary>Finds out who looks at a page, once a request.</summary>
internal static class PageVisit
{
    /// <summary>Where authentication is off there is one process on one machine: a number of its own does for its forms.</summary>
    private static readonly string FormTokenOfProcess = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static Visit Of(HttpContext http)
    {
        var secret = http.Features.Get<SignedIn>()?.Secret;
        return new Visit(
            secret is null ? null : Caller.Of(http).Name,
            secret is null ? FormTokenOfProcess : Sessions.FormToken(secret),
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    /// <summary>Notes who is signed in.</summary>
    public static void SignedInAs(HttpContext http, string secret, Caller caller)
    {
        http.Features.Set(new SignedIn(secret));
        http.Features.Set(caller);
    }

    private sealed record SignedIn(string Secret);
}
