using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace GateService.Callers;

/// <summary>A caller as the framework hands one from authentication to authorization to the endpoint.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new Claim("name", caller.Name)], "gate", "name", "role")
{
    public Caller Caller { get; } = caller;

    /// <summary>That this caller was recognised, for a handler of a scheme.</summary>
    public static AuthenticateResult Recognised(Caller caller, string scheme) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller)), scheme));
}
