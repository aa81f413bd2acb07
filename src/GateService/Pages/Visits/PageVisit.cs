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
        var (secret, caller) = (http.Features.Get<SignedIn>()?.Secret, Caller.Find(http.User));
        return new Visit(
            secret is null ? null : caller?.Name,
            secret is null ? FormTokenOfProcess : Sessions.FormToken(secret),
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
        { MayLabel = caller?.May(Role.Label) == true };
    }

    /// <summary>Notes by what somebody is signed in.</summary>
    public static void SignedInWith(HttpContext http, string secret) => http.Features.Set(new SignedIn(secret));

    private sealed record SignedIn(string Secret);
}
