using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NewRelic.Api;

namespace GateService.Callers;

/// <summary>
/// The keys by which an issuer signs. They are asked for again every ten minutes, so that one that is withdrawn is soon worth nothing, and at once where a token
/// names one we do not know: issuers change keys without a word. What is known holds for a day while the issuer is away. Who brings a known key waits for nobody: it is asked for anew
/// beside; everybody else waits for one question, and not longer than that may take.
/// </summary>
internal sealed partial class IssuerKeys(TrustedIssuer issuer, Uri? jwks, IssuerClient client, TimeProvider time, ILogger log) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lasting = TimeSpan.FromDays(1);

    /// <summary>Keys so old are not taken before the issuer was asked, unless it does not answer: nobody may have come for long.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(20);

    /// <summary>Of one question, metadata and keys: a gate must answer within its deadline, whoever is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Whoever sends made-up keys does not make us ask more often.</summary>
    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private volatile Held? _held;
    private volatile Exception? _trouble;
    private Task _asking = Task.CompletedTask;
    private DateTimeOffset _tried = DateTimeOffset.MinValue;

    /// <summary>Whether a key of that name is known.</summary>
    public bool Knows(string kid) => _held?.Configuration.SigningKeys.Any(key => key.KeyId == kid) == true;

    /// <summary>What is known, asked for where it is old.</summary>
    /// <exception cref="IssuerAwayException">Nothing is known that still holds.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => FindAsync("", cancel);

    /// <summary>The same, asked for also where that key is unknown.</summary>
    /// <param name="kid">Name of a key; empty where none is named.</param>
    /// <exception cref="IssuerAwayException">Nothing is known that still holds, or not that key, and the issuer cannot be asked.</exception>
    public async Task<OpenIdConnectConfiguration> FindAsync(string kid, CancellationToken cancel)
    {
        if (!IsFresh(kid) && Ask(kid) is { IsCompleted: false } asking && !IsGoodMeanwhile(kid))
        {
            await asking.WaitAsync(cancel);
        }

        // While it cannot be asked nobody can tell whether it signs by a new key.
        var mayBeNew = kid.Length > 0 && _trouble is not null && !Knows(kid);
        return _held is { } held && Age(held) < Lasting && !mayBeNew
            ? held.Configuration
            : throw new IssuerAwayException($"the keys of issuer '{issuer.Name}' cannot be had: {(_trouble is { } trouble ? ConnectionTrouble.Say(trouble) : "it does not answer")}", _trouble);
    }

    public void RequestRefresh()
    {
        // Asked before each token, by the name of its key.
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private TimeSpan Age(Held held) => time.GetUtcNow() - held.At;

    private bool IsFresh(string kid) => _held is { } held && Age(held) < Fresh && (kid.Length == 0 || Knows(kid));

    /// <summary>Whether what is known may be taken while the issuer is asked.</summary>
    private bool IsGoodMeanwhile(string kid) => _held is { } held && (kid.Length == 0 || Knows(kid)) && (Age(held) < Overdue || (_trouble is not null && Age(held) < Lasting));

    /// <summary>The question that is under way, else a new one, unless the last was a moment ago.</summary>
    private Task Ask(string kid)
    {
        lock (_lock)
        {
            if (_asking.IsCompleted && !IsFresh(kid) && time.GetUtcNow() - _tried >= LeastBetween && !_ended.IsCancellationRequested)
            {
                _tried = time.GetUtcNow();
                _asking = Task.Run(() => AskAsync(_ended.Token), CancellationToken.None);
            }

            return _asking;
        }
    }

    /// <summary>Whoever asked first may give up; the others' answer comes all the same.</summary>
    private async Task AskAsync(CancellationToken ended)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, late.Token);
        try
        {
            _held = new Held(await ReadAsync(either.Token), time.GetUtcNow());
            _trouble = null;
        }
#pragma warning disable CA1031 // Whatever an issuer answers with, its keys cannot be had now.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _trouble = late.IsCancellationRequested ? new TimeoutException($"it did not answer within {Patience.TotalSeconds:0} s", e) : e;
            if (!ended.IsCancellationRequested)
            {
                Log.Away(log, issuer.Name, ConnectionTrouble.Say(_trouble));
            }
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
