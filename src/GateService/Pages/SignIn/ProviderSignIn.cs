using System.Security.Claims;
using GateService.Callers;
using GateService.History;
using GateService.Http;
using GateService.Pages.Layout;
using GateService.Pages.Visits;
using GateService.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace GateService.Pages.SignIn;

/// <summary>Signing in at the company's identity provider: the framework's own code flow with PKCE, whose end is one of our sessions.</summary>
internal static class ProviderSignIn
{
    private const string Scheme = "OpenIdConnect";

    /// <summary>Where the provider sends browsers back to; it is registered there.</summary>
    private const string Callback = "/sign-in/callback";

    public static void Add(IServiceCollection services, AuthenticationBuilder schemes, PeopleOptions provider)
    {
        services.AddSingleton<IDataProtectionProvider>(new SealedStates(provider.ClientSecret));
        schemes.AddOpenIdConnect(Scheme, _ => { });
        // The framework's own words about each browser that comes back wrongly, with a stack: the refusal log says the same in a line.
        services.AddLogging(logging => logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.Critical));
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<People, PublicAddress, TimeProvider>(Configure);
    }

    /// <summary>Off to the provider, or why not.</summary>
    public static async Task<IResult> StartAsync(HttpContext http, People people, string to)
    {
        if (people.Keys is not { } keys)
        {
            return Trouble.NoPage;
        }

        try
        {
            await keys.GetConfigurationAsync(http.RequestAborted);
        }
        catch (IssuerAwayException e)
        {
            return Trouble.ProviderAway(e.Message);
        }

        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = to }, [Scheme]);
    }

    private static void Configure(OpenIdConnectOptions oidc, People people, PublicAddress address, TimeProvider time)
    {
        var provider = people.Provider!;
        (oidc.ClientId, oidc.ClientSecret, oidc.CallbackPath) = (provider.ClientId, provider.ClientSecret, Callback);
        (oidc.ConfigurationManager, oidc.Backchannel) = (people.Keys!, people.Client!.Http);
        // Sessions end here alone.
        (oidc.RemoteSignOutPath, oidc.SignedOutCallbackPath) = (PathString.Empty, PathString.Empty);
        // The answer comes back as a link that the browser follows: then cookies of our own site may stay at home for everything else.
        (oidc.ResponseType, oidc.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        (oidc.UsePkce, oidc.MapInboundClaims, oidc.SaveTokens, oidc.GetClaimsFromUserInfoEndpoint) = (true, false, false, false);
        (oidc.TokenValidationParameters.ValidIssuer, oidc.TokenValidationParameters.ValidAudience) = (provider.Issuer, provider.ClientId);
        oidc.TokenValidationParameters.LifetimeValidator = TokenLifetime.By(time);
        oidc.TokenValidationParameters.TypeValidator = CriticalHeader.None;
        oidc.TokenValidationParameters.ValidAlgorithms = Issuers.Algorithms;
        oidc.Scope.Clear();
        foreach (var scope in provider.Scopes.Prepend("openid"))
        {
            oidc.Scope.Add(scope);
        }

        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = address.IsTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        oidc.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = redirect =>
            {
                redirect.ProtocolMessage.RedirectUri = new Uri(address.Base, Callback).ToString();
                return Task.CompletedTask;
            },
            // In the code flow the framework takes a token that nobody signed, because it came over TLS.
            OnTokenValidated = token =>
            {
                if (!Issuers.Algorithms.Contains(token.SecurityToken.Header.Alg))
                {
                    token.Fail($"the token is signed by none of the provider's keys (alg '{Shown.Short(token.SecurityToken.Header.Alg)}')");
                }

                return Task.CompletedTask;
            },
            OnTicketReceived = ticket => EndAsync(ticket, ReceivedAsync(ticket.HttpContext, people, ticket.Principal!, ticket.ReturnUri ?? "/")),
            OnRemoteFailure = failure => EndAsync(failure, Task.FromResult(Failed(failure.HttpContext, failure.Failure))),
        };
    }

    private static async Task EndAsync<TOptions>(HandleRequestContext<TOptions> context, Task<IResult> answer)
        where TOptions : AuthenticationSchemeOptions
    {
        await (await answer).ExecuteAsync(context.HttpContext);
        context.HandleResponse();
    }

    private static async Task<IResult> ReceivedAsync(HttpContext http, People people, ClaimsPrincipal person, string to)
    {
        var kept = people.Keep(person);
        if (people.Recognise(kept) is not { } caller || !caller.May(Role.Read))
        {
            var name = person.FindFirst(people.Provider!.NameClaim)?.Value;
            RefusalNote.Leave(http, StatusCodes.Status403Forbidden, $"sign-in: no grant of '{people.Provider.Name}' lets '{name}' read");
            return Trouble.NoGrant(people.Provider.Name, name);
        }

        try
        {
            var (secret, lifetime) = await http.RequestServices.GetRequiredService<Sessions>().OpenForAsync(kept, http.RequestAborted);
            SessionCookie.Write(http, secret, lifetime);
            return new SeeOther(to);
        }
        catch (Exception e) when (Database.IsTrouble(e))
        {
            return Trouble.StoreDown;
        }
    }

    private static IResult Failed(HttpContext http, Exception? failure)
    {
        RefusalNote.Leave(http, StatusCodes.Status401Unauthorized, $"sign-in at the identity provider: {failure?.Message}");
        return Trouble.NotVouchedFor;
    }
}
