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

    private readonly List<Trusted> _issuers = [];
    private readonly TimeProvider _time;

    public Issuers(IOptions<AuthOptions> options, TimeProvider time, ILogger<IssuerKeys> log)
    {
        _time = time;
        foreach (var (index, issuer) in options.Value.Issuers.Index())
        {
            var client = new IssuerClient(issuer);
            _issuers.Add(new Trusted(issuer, Scheme(index), client, new IssuerKeys(issuer, issuer.JwksAddress, client, time, log)));
        }
    }

    public static string Scheme(int index) => $"Issuer {index}";

    /// <summary>How tokens of one issuer are checked.</summary>
    public void Configure(int index, JwtBearerOptions jwt)
    {
        var issuer = _issuers[index].Options;
        jwt.ConfigurationManager = _issuers[index].Keys;
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
        var ofName = _issuers.Where(issuer => issuer.Options.Issuer == read.Issuer).ToList();
        if (ofName.Count == 0)
        {
            return Refused($"the token's issuer '{Shown.Of(read.Issuer)}' is none that this gate trusts (Auth:Issuers)");
        }

        // Clusters may all call themselves the same. Who knows the key has the last word, and none of the others is asked about it.
        var knowing = ofName.Where(Knows).ToList();
        return knowing.Count > 0 && await AmongAsync(http, knowing, read) is var recognition && (recognition is Recognition.Known || knowing.Exists(Knows)) ? recognition : await AmongAsync(http, ofName, read);

        bool Knows(Trusted issuer) => issuer.Keys.Knows(read.Kid ?? "");
    }

    public void Dispose()
    {
        foreach (var issuer in _issuers)
        {
            issuer.Client.Dispose();
            issuer.Keys.Dispose();
        }
    }

    /// <summary>All of them at once: one that does not answer keeps nobody from another that does, and several take no longer than one.</summary>
    private static async Task<Recognition> AmongAsync(HttpContext http, List<Trusted> issuers, JsonWebToken read)
    {
        var refusals = new List<(int Word, int Index, Recognition Refusal)>();
        await foreach (var found in Task.WhenEach(issuers.Select((issuer, index) => FindAsync(issuer, index, read.Kid ?? "", http.RequestAborted))))
        {
            var (issuer, index, away) = await found;
            var recognition = away ?? await CheckAsync(http, issuer, read);
            if (recognition is Recognition.Known or Recognition.Refused { Status: StatusCodes.Status403Forbidden })
            {
                return recognition;
            }

            refusals.Add((issuer.Keys.Knows(read.Kid ?? "") ? 2 : away is null ? 0 : 1, index, recognition));
        }

        // Where none knows the key and one cannot be asked it may be that one's: nobody can tell.
        return refusals.MaxBy(refusal => (refusal.Word, refusal.Index)).Refusal;
    }

    /// <summary>An issuer once its keys were looked for, and what to say where they cannot be had.</summary>
    private static async Task<(Trusted Issuer, int Index, Recognition? Away)> FindAsync(Trusted issuer, int index, string kid, CancellationToken ct)
    {
        try
        {
            await issuer.Keys.FindAsync(kid, ct);
            return (issuer, index, null);
        }
        catch (IssuerAwayException e)
        {
            return (issuer, index, new Recognition.Refused(StatusCodes.Status503ServiceUnavailable, $"{e.Message}; ask again, or send a token of Auth:Tokens"));
        }
    }

    private static async Task<Recognition> CheckAsync(HttpContext http, Trusted trusted, JsonWebToken read)
    {
        var issuer = trusted.Options;
        var result = await http.AuthenticateAsync(trusted.Scheme);
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

    private sealed record Trusted(IssuerOptions Options, string Scheme, IssuerClient Client, IssuerKeys Keys);

    /// <summary>The token that is looked at, wherever it stood.</summary>
    private sealed record Presented(string Token);
}
