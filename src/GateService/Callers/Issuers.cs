using System.Globalization;
using GateService.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GateService.Callers;

/// <summary>Tokens that an issuer signed. Each issuer has a scheme of the framework's own, which checks; here is chosen which, and said in words what came of it.</summary>
internal sealed class Issuers : IDisposable
{
    /// <summary>Signatures by a key pair alone: with any other whoever can check could also sign.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly List<(IssuerOptions Options, string Scheme, IssuerClient Client, IssuerKeys Keys)> _issuers = [];
    private readonly TimeProvider _time;

    public Issuers(IOptions<AuthOptions> options, TimeProvider time, ILogger<IssuerKeys> log)
    {
        _time = time;
        foreach (var (index, issuer) in options.Value.Issuers.Index())
        {
            var client = new IssuerClient(issuer);
            _issuers.Add((issuer, Scheme(index), client, new IssuerKeys(issuer, issuer.JwksAddress, client, time, log)));
        }
    }

    public static string Scheme(int index) => $"Issuer {index}";

    /// <summary>How tokens of one issuer are checked.</summary>
    public void Configure(int index, JwtBearerOptions jwt)
    {
        var (issuer, _, _, keys) = _issuers[index];
        jwt.ConfigurationManager = keys;
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = TokenLifetime.By(_time),
            TypeValidator = CriticalHeader.None,
        };
        jwt.Events = new JwtBearerEvents
        {
            OnMessageReceived = received =>
            {
                received.Token = received.HttpContext.Features.Get<Presented>()?.Token;
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>Whose token it is; null where it is none that an issuer signed.</summary>
    public async Task<Recognition?> RecogniseAsync(HttpContext http, string token)
    {
        if (_issuers.Count == 0 || Read(token) is not { } read)
        {
            return null;
        }

        http.Features.Set(new Presented(token));
        Recognition recognition = Refused($"the token's issuer '{Shown.Of(read.Issuer)}' is none that this gate trusts (Auth:Issuers)");
        foreach (var issuer in _issuers.Where(issuer => issuer.Options.Issuer == read.Issuer))
        {
            // Clusters may all call themselves the same; the one that knows the key has the last word.
            recognition = await RecogniseAsync(http, issuer.Options, issuer.Scheme, issuer.Keys, read);
            if (recognition is Recognition.Known || issuer.Keys.Knows(read.Kid ?? ""))
            {
                return recognition;
            }
        }

        return recognition;
    }

    public void Dispose()
    {
        foreach (var (_, _, client, keys) in _issuers)
        {
            client.Dispose();
            keys.Dispose();
        }
    }

    private static async Task<Recognition> RecogniseAsync(HttpContext http, IssuerOptions issuer, string scheme, IssuerKeys keys, JsonWebToken read)
    {
        try
        {
            await keys.FindAsync(read.Kid ?? "", http.RequestAborted);
        }
        catch (IssuerAwayException e)
        {
            return new Recognition.Refused(StatusCodes.Status503ServiceUnavailable, $"{e.Message}; ask again, or send a token of Auth:Tokens");
        }

        var result = await http.AuthenticateAsync(scheme);
        return result is not { Succeeded: true, Principal: var principal } ? Refused(Why(result.Failure, issuer, read))
            : Grants.Of(issuer, principal.Claims.ToLookup(claim => claim.Type, claim => claim.Value)) is { } caller ? new Recognition.Known(caller)
            : new Recognition.Refused(StatusCodes.Status403Forbidden, $"the token of issuer '{issuer.Name}' is genuine, but none of the issuer's Grants takes it ({issuer.NameClaim} '{Shown.Of(principal.FindFirst(issuer.NameClaim)?.Value)}')");
    }

    private static Recognition.Refused Refused(string why) => new(StatusCodes.Status401Unauthorized, why);

    private static JsonWebToken? Read(string token)
    {
        try
        {
            return token.AsSpan().Count('.') == 2 ? new JsonWebToken(token) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Why(Exception? failure, IssuerOptions issuer, JsonWebToken read) => failure switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Why(first, issuer, read),
        SecurityTokenExpiredException expired => string.Create(CultureInfo.InvariantCulture, $"the token expired at {expired.Expires:yyyy-MM-ddTHH:mm:ssZ}"),
        SecurityTokenNotYetValidException early => string.Create(CultureInfo.InvariantCulture, $"the token is not yet valid, but from {early.NotBefore:yyyy-MM-ddTHH:mm:ssZ} on"),
        SecurityTokenNoExpirationException => "the token never expires: expected one with exp",
        SecurityTokenInvalidAudienceException => $"the token is for '{Shown.Of(string.Join(", ", read.Audiences))}': expected the audience '{issuer.Audience}'",
        SecurityTokenInvalidTypeException { InvalidType: var named } => $"the token says that {Shown.Of(named)} must be understood (crit), and this gate understands nothing of that kind: expected one without",
        SecurityTokenSignatureKeyNotFoundException => $"the token is signed by a key that issuer '{issuer.Name}' does not name (kid '{Shown.Of(read.Kid)}')",
        _ => $"the token's signature (alg '{Shown.Short(read.Alg)}') is none of issuer '{issuer.Name}'",
    };

    /// <summary>The token that is looked at, wherever it stood.</summary>
    private sealed record Presented(string Token);
}
