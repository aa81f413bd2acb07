using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GateService.Tests.Auth;

/// <summary>An issuer on loopback: metadata, keys, tokens as a test wants them, and the code flow with PKCE that lets in whoever the test says.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Client = "gate";
    public const string Secret = "secret-of-the-gate";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string Redirect)> _codes = [];
    private readonly List<RsaSecurityKey> _keys = [];
    private TaskCompletionSource _released = Released();
    private int _hanging;

    private TestIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>What its metadata and tokens call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>How often its keys were asked for.</summary>
    public int Asked { get; private set; }

    public bool IsAway { get; set; }

    /// <summary>Questions that it took and does not answer.</summary>
    public int Hanging => _hanging;

    /// <summary>Nobody signs the tokens of who signs in.</summary>
    public bool IsUnsigned { get; set; }

    /// <summary>Who signs in, as claims of the token.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "ann@acme.example", ["groups"] = new[] { "everyone", "gate-readers" } };

    /// <param name="port">0: a free one.</param>
    /// <param name="certificate">Over TLS with it; null: in the clear.</param>
    public static async Task<TestIssuer> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.Use(async (http, next) =>
        {
            if (issuer.IsAway)
            {
                http.Abort();
                return;
            }

            if (!issuer._released.Task.IsCompleted)
            {
                Interlocked.Increment(ref issuer._hanging);
                await Task.WhenAny(issuer._released.Task, Task.Delay(Timeout.Infinite, http.RequestAborted));
                Interlocked.Decrement(ref issuer._hanging);
            }

            await next(http);
        });
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Name, jwks_uri = $"{issuer.Address}/keys", authorization_endpoint = $"{issuer.Address}/authorize", token_endpoint = $"{issuer.Address}/token" }));
        app.MapGet("/keys", issuer.Keys);
        app.MapGet("/authorize", issuer.Authorize);
        app.MapPost("/token", issuer.TokenAsync);
        issuer.Add("first");
        await app.StartAsync();
        issuer.Name = issuer.Address;
        return issuer;
    }

    /// <summary>Further members of the heads of tokens for who signs in.</summary>
    public Dictionary<string, object> Head { get; } = [];

    /// <summary>A key that is named from now on.</summary>
    public RsaSecurityKey Add(string kid)
    {
        var key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = kid };
        _keys.Add(key);
        return key;
    }

    /// <summary>From now on it takes questions and does not answer.</summary>
    public void Hang() => _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _released.TrySetResult();

    public void Withdraw(string kid) => _keys.RemoveAll(key => key.KeyId == kid);

    /// <summary>A token for the gate that is good for an hour, unless a test wants another.</summary>
    public string Token(
        DateTimeOffset now, string? audience = Client, string? issuer = null, RsaSecurityKey? key = null, TimeSpan? from = null, TimeSpan? to = null, params (string Name, object Value)[] claims) =>
        Sign(now, audience, issuer ?? Name, key ?? _keys[^1], from ?? TimeSpan.Zero, to ?? TimeSpan.FromHours(1), claims.ToDictionary(claim => claim.Name, claim => claim.Value));

    /// <summary>The same claims with another head, signed as the test says: for what no issuer ever made.</summary>
    public static string Forged(string genuine, string head, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64UrlEncoder.Encode(head)}.{genuine.Split('.')[1]}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The same claims with another head, signed with the newest key.</summary>
    public string Headed(string genuine, string head) => Forged(genuine, head, signed => _keys[^1].Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>What everybody knows of the newest key, as the text that a careless verifier would take for a shared secret.</summary>
    public byte[] PublicKey() => Encoding.ASCII.GetBytes(_keys[^1].Rsa.ExportSubjectPublicKeyInfoPem());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Sign(DateTimeOffset now, string? audience, string issuer, RsaSecurityKey key, TimeSpan from, TimeSpan to, IDictionary<string, object> claims, IDictionary<string, object>? head = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = (now + from).UtcDateTime,
            Expires = (now + to).UtcDateTime,
            Claims = claims,
            AdditionalHeaderClaims = head,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });

    private static TaskCompletionSource Released()
    {
        var released = new TaskCompletionSource();
        released.SetResult();
        return released;
    }

    private IResult Keys()
    {
        Asked++;
        return Results.Json(new
        {
            keys = _keys.Select(key => JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = key.KeyId })).Select(key => new { kty = key.Kty, use = "sig", kid = key.Kid, n = key.N, e = key.E }),
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["response_type"] != "code" || query["client_id"] != Client || query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length == 0)
        {
            return Results.BadRequest();
        }

        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!);
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isOurs = form["client_id"] == Client && form["client_secret"] == Secret;
        if (!isOurs || !_codes.TryRemove(form["code"].ToString(), out var code) || code.Redirect != form["redirect_uri"]
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != code.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        var claims = new Dictionary<string, object>(Person) { ["nonce"] = code.Nonce };
        var token = Sign(TimeProvider.System.GetUtcNow(), Client, Name, _keys[^1], TimeSpan.Zero, TimeSpan.FromHours(1), claims, Head);
        return Results.Json(new { access_token = "none", token_type = "Bearer", id_token = IsUnsigned ? Forged(token, """{"alg":"none","typ":"JWT"}""", _ => []) : token });
    }
}
