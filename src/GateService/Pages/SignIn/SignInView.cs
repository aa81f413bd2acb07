using System.Globalization;
using GateService.Callers;
using GateService.Http;
using GateService.Pages.Layout;
using GateService.Pages.Visits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;

namespace GateService.Pages.SignIn;

/// <summary>What the sign-in page shows.</summary>
/// <param name="To">Where to go afterwards; a path of ours.</param>
/// <param name="Fault">Why the last try did not do; null at first.</param>
/// <param name="IsSecondLook">The browser came from another site and so kept its cookie back: ask it to come again from here.</param>
/// <param name="Provider">Name of the identity provider; null where people sign in with tokens only.</param>
public sealed record SignInModel(string To, string? Fault, bool IsSecondLook, string? Provider);

/// <summary>Signing in and out of the pages with a token of the API.</summary>
internal static class SignInView
{
    private const int LongestToken = 1000;

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SignInLimit>();
        var schemes = new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, SessionHandler>(Access.Session, null);
        // As of tokens: the refusal log says the same, bounded.
        services.AddLogging(logging => logging.AddFilter(typeof(SessionHandler).FullName, LogLevel.Warning));
        if (configuration.GetSection("Auth").Get<AuthOptions>()?.OpenIdConnect is { } provider)
        {
            ProviderSignIn.Add(services, schemes, provider);
        }

        return services;
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").AllowAnonymous();
        open.MapGet("/sign-in", (HttpContext http, TokenBook book) => book.IsDisabled ? TypedResults.Redirect("/") : Page(http, "/", null, StatusCodes.Status200OK));
        open.MapGet("/sign-in/provider", (HttpContext http, People people) => ProviderSignIn.StartAsync(http, people, OwnPath(http.Request.Query["to"].ToString())));
        open.MapPost("/sign-in", InAsync);
        open.MapPost("/sign-out", OutAsync);
    }

    /// <summary>In place of the page that was asked for, under its own address.</summary>
    public static IResult Before(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        var isGet = HttpMethods.IsGet(http.Request.Method);
        // A strict cookie stays at home when a link of another site is followed, e.g. from a chat in the browser: then the page looks again by itself.
        var cameFromElsewhere = http.Request.Headers["Sec-Fetch-Site"] == "cross-site";
        return PageResult.Of<SignInPage>(
            new SignInModel(isGet ? http.Request.GetEncodedPathAndQuery() : "/", null, isGet && cameFromElsewhere, Provider(http)), StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> InAsync(HttpContext http, TokenBook book, Sessions sessions, SignInLimit limit)
    {
        if (!OwnForms.IsOurs(http) || !http.Request.HasFormContentType)
        {
            return Trouble.ForeignForm;
        }

        if (await OwnForms.ReadAsync(http) is not { } form)
        {
            return Trouble.BadForm;
        }

        var (token, to) = (form["token"].ToString().Trim(), OwnPath(form["to"].ToString()));
        if (limit.Try(http.Connection.RemoteIpAddress, () => Refusal(book, token), out var refused) is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            RefusalNote.Leave(http, StatusCodes.Status429TooManyRequests, "too many failed sign-ins: nothing was looked at");
            return Trouble.TooManySignIns;
        }

        if (refused is var (status, why, fault))
        {
            RefusalNote.Leave(http, status, why);
            return Page(http, to, fault, status);
        }

        var (secret, lifetime) = await sessions.OpenAsync(token, http.RequestAborted);
        SessionCookie.Write(http, secret, lifetime);
        return new SeeOther(to);
    }

    /// <summary>Why this token signs nobody in: for the log, and for whoever typed it.</summary>
    private static (int Status, string Why, string Fault)? Refusal(TokenBook book, string token) => (token.Length is 0 or > LongestToken ? null : book.Recognise(token)) switch
    {
        Recognition.Known { Caller: var caller } => caller.May(Role.Read) ? null
            : (StatusCodes.Status403Forbidden, $"sign-in: token {caller.Lacks(Role.Read)}", $"Token {caller.Lacks(Role.Read)}, and so sees no page."),
        Recognition.Refused { Why: var why } => (StatusCodes.Status401Unauthorized, $"sign-in: {why}", $"{char.ToUpperInvariant(why[0])}{why[1..]}."),
        _ when token.Length == 0 => (StatusCodes.Status401Unauthorized, "sign-in without a token", "Enter a token."),
        _ => (StatusCodes.Status401Unauthorized, "sign-in with an unknown token", "There is no such token. A token is what Argo sends to this gate, not its SHA-256."),
    };

    private static async Task<IResult> OutAsync(HttpContext http, Sessions sessions)
    {
        if (SessionCookie.Read(http) is { Length: > 0 } secret && OwnForms.IsOurs(http))
        {
            await sessions.CloseAsync(secret, http.RequestAborted);
            SessionCookie.Delete(http);
        }

        return new SeeOther("/");
    }

    private static IResult Page(HttpContext http, string to, string? fault, int status) => PageResult.Of<SignInPage>(new SignInModel(to, fault, false, Provider(http)), status);

    private static string? Provider(HttpContext http) => http.RequestServices.GetRequiredService<People>().Provider?.Name;

    /// <summary>Only ever a path of this site: anything else would lend our name to another.</summary>
    private static string OwnPath(string to) => to is ['/'] or ['/', not ('/' or '\\'), ..] && !to.Any(char.IsControl) ? to : "/";
}
