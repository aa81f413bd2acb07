using System.Text.Encodings.Web;
using GateService.Callers;
using GateService.History;
using GateService.Pages.Layout;
using GateService.Pages.Visits;
using GateService.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GateService.Pages.SignIn;

/// <summary>The session of a browser, before every page: nobody reads without being signed in, unless authentication is off. Who is not is shown the way in.</summary>
internal sealed partial class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenBook book, Sessions sessions, Database database, GateMetrics metrics)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private IResult? _trouble;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (book.IsDisabled)
        {
            return CallerIdentity.Recognised(Caller.Anyone, Scheme.Name);
        }

        if (!database.IsEnabled)
        {
            _trouble = Trouble.NothingKept;
            return AuthenticateResult.NoResult();
        }

        if (SessionCookie.Read(Context) is not { Length: > 0 } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            if (await sessions.FindAsync(secret, Context.RequestAborted) is not { } caller)
            {
                return AuthenticateResult.NoResult();
            }

            PageVisit.SignedInWith(Context, secret);
            return CallerIdentity.Recognised(caller, Scheme.Name);
        }
        catch (Exception e) when (Database.IsTrouble(e))
        {
            metrics.ErrorSeen("store");
            Log.StoreFailed(Logger, Request.Path, e);
            _trouble = Trouble.StoreDown;
            return AuthenticateResult.Fail(e);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => (_trouble ?? SignInView.Before(Context)).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Trouble.NoRole(string.Join(" and ", RoleRequirement.Missing(Context, Caller.Of(Context)).Distinct().Select(Caller.Of(Context).Lacks))).ExecuteAsync(Context);

    private static partial class Log
    {
        [LoggerMessage(EventId = 307, Level = LogLevel.Warning, Message = "Could not read the store for the page {Path}")]
        public static partial void StoreFailed(ILogger logger, string path, Exception exception);
    }
}
