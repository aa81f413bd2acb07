using System.Text.Encodings.Web;
using GateService.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>
/// The bearer token of a request: 401 without a good one, never a redirect or a login page. It stands before the endpoint, so that the body of a stranger is
/// not even read, except where the token is in it (<see cref="TokenInBody"/>).
/// </summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenBook book, Issuers issuers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private static readonly Recognition.Refused Missing = new(StatusCodes.Status401Unauthorized, "a bearer token is missing or unknown: send Authorization: Bearer <token>");

    private Recognition.Refused _refused = Missing;
    private IResult? _unreadable;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (book.IsDisabled)
        {
            return CallerIdentity.Recognised(Caller.Anyone, Scheme.Name);
        }

        var recognition = InHeader() is { Length: > 0 } token ? await RecogniseAsync(token) : null;
        if (recognition is not Recognition.Known && Context.GetEndpoint()?.Metadata.GetMetadata<TokenInBody>() is { } body)
        {
            recognition = await InBodyAsync(body) ?? recognition;
        }

        if (recognition is Recognition.Known { Caller: var caller })
        {
            return CallerIdentity.Recognised(caller, Scheme.Name);
        }

        _refused = recognition as Recognition.Refused ?? _refused;
        return recognition is null ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(_refused.Why);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_unreadable is { } unreadable)
        {
            return unreadable.ExecuteAsync(Context);
        }

        if (_refused.Status == StatusCodes.Status401Unauthorized)
        {
            Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Problems.Of(_refused.Status, _refused.Why).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var why = Caller.Find(Context.User) is { } caller && RoleRequirement.Missing(Context, caller).Select(role => (Role?)role).FirstOrDefault() is { } missing
            ? caller.Lacks(missing)
            : "nobody may ask this: it was not decided who may";
        return (Context.GetEndpoint()?.Metadata.GetMetadata<ForbiddenAnswer>() is { } own ? own.Of(why) : Problems.Of(StatusCodes.Status403Forbidden, $"token {why}")).ExecuteAsync(Context);
    }

    private string? InHeader() => Request.Headers.Authorization.ToString() is var header && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;

    private async Task<Recognition?> InBodyAsync(TokenInBody body)
    {
        var (token, missing, unreadable) = await body.FindAsync(Context);
        _unreadable = unreadable;
        return token.Length == 0 ? new Recognition.Refused(StatusCodes.Status401Unauthorized, missing)
            : await RecogniseAsync(token) is var recognition && recognition != Missing ? recognition
            : new Recognition.Refused(StatusCodes.Status401Unauthorized, missing);
    }

    /// <summary>One of ours by its hash, else one that an issuer signed.</summary>
    private async Task<Recognition> RecogniseAsync(string token) => book.Recognise(token) ?? await issuers.RecogniseAsync(Context, token) ?? Missing;
}
