using GateService.Callers;
using GateService.Pages.Visits;


namespace GateService.Pages.SignIn;

/// <summary>Stands before every page: nobody reads without being signed in, unless authentication is off.</summary>
internal sealed class PageGuard(TokenBook book, Sessions sessions) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        book.IsDisabled || await IsSignedInAsync(context.HttpContext) ? await next(context) : SignInView.Before(context.HttpContext);

    private async Task<bool> IsSignedInAsync(HttpContext http)
    {
        if (SessionCookie.Read(http) is not { Length: > 0 } secret || await sessions.FindAsync(secret, http.RequestAborted) is not { } caller)
        {
            return false;
        }

        PageVisit.SignedInAs(http, secret, caller);
        return true;
    }
}
