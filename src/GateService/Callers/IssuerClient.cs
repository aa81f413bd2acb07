using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Protocols;

namespace GateService.Callers;

/// <summary>Asks one issuer: no redirects, nothing without protection on the way, no answer without end.</summary>
internal sealed class IssuerClient : IDocumentRetriever, IDisposable
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>A gate must answer within its deadline, whoever is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whoever asks says how long.</summary>
    private readonly HttpClient _documents;

    public IssuerClient(TrustedIssuer issuer)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (issuer.CaFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        Http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        _documents = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
    }

    public HttpClient Http { get; }

    /// <exception cref="IssuerAwayException">Its metadata leads to where anyone could answer.</exception>
    public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && IssuerFaults.IsProtected(uri)
        ? _documents.GetStringAsync(uri, cancel)
        : throw new IssuerAwayException($"'{address}' is no https address");

    public void Dispose()
    {
        _documents.Dispose();
        Http.Dispose();
    }
}
