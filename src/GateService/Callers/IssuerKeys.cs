using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace GateService.Callers;

/// <summary>
/// The keys by which an issuer signs. They are asked for again every ten minutes, so that one that is withdrawn is soon worth nothing, and at once where a token
/// names one we do not know: issuers change keys without a word. What is known holds for a day while the issuer is away.
/// </summary>
internal sealed partial class IssuerKeys(TrustedIssuer issuer, Uri? jwks, IssuerClient client, TimeProvider time, ILogger log) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lasting = TimeSpan.FromDays(1);

    /// <summary>Whoever sends made-up keys does not make us ask more often.</summary>
    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Held? _held;
    private Exception? _trouble;
    private DateTimeOffset _tried = DateTimeOffset.MinValue;

    /// <summary>Whether a key of that name is known.</summary>
    public bool Knows(string kid) => _held?.Configuration.SigningKeys.Any(key => key.KeyId == kid) == true;

    /// <summary>What is known, asked for where it is old.</summary>
    /// <exception cref="IssuerAwayException">Nothing is known that still holds.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => FindAsync("", cancel);

    /// <summary>The same, asked for also where that key is unknown.</summary>
    /// <param name="kid">Name of a key; empty where none is named.</param>
    /// <exception cref="IssuerAwayException">Nothing is known that still holds.</exception>
    public async Task<OpenIdConnectConfiguration> FindAsync(string kid, CancellationToken cancel)
    {
        if (IsEnough(kid) || await AskAsync(kid, cancel))
        {
            return _held!.Configuration;
        }

        return _held is { } held && time.GetUtcNow() - held.At < Lasting
            ? held.Configuration
            : throw new IssuerAwayException($"the keys of issuer '{issuer.Name}' cannot be had: {_trouble?.Message ?? "it does not answer"}", _trouble);
    }

    public void RequestRefresh()
    {
        // Asked before each token, by the name of its key.
    }

    public void Dispose() => _turn.Dispose();

    private bool IsEnough(string kid) => _held is { } held && time.GetUtcNow() - held.At < Fresh && (kid.Length == 0 || Knows(kid));

    /// <summary>Asks the issuer, one request at a time and not too often; true when what is known now is fresh.</summary>
    private async Task<bool> AskAsync(string kid, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (IsEnough(kid))
            {
                return true;
            }

            if (time.GetUtcNow() - _tried < LeastBetween)
            {
                return false;
            }

            _tried = time.GetUtcNow();
            _held = new Held(await ReadAsync(cancel), time.GetUtcNow());
            _trouble = null;
            return true;
        }
#pragma warning disable CA1031 // Whatever an issuer answers with, its keys cannot be had now.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _trouble = e;
            Log.Away(log, issuer.Name, e.Message);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancel)
    {
        var configuration = jwks is null
            ? await OpenIdConnectConfigurationRetriever.GetAsync(issuer.Metadata!.ToString(), client, cancel)
            : WithKeys(await client.GetDocumentAsync(jwks.ToString(), cancel));
        return configuration.Issuer != issuer.Issuer ? throw new IssuerAwayException($"its metadata names the issuer '{configuration.Issuer}', and not '{issuer.Issuer}'")
            : configuration.SigningKeys.Count == 0 ? throw new IssuerAwayException("it names no key")
            : configuration;
    }

    private OpenIdConnectConfiguration WithKeys(string document)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = issuer.Issuer };
        foreach (var key in new JsonWebKeySet(document).GetSigningKeys())
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }

    private sealed record Held(OpenIdConnectConfiguration Configuration, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "The keys of issuer {Issuer} cannot be had: {Why}")]
        public static partial void Away(ILogger logger, string issuer, string why);
    }
}
