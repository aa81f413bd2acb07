using System.Security.Authentication;

namespace NewRelic.Api;

/// <summary>Why there is no connection, as the innermost cause knows it: around TLS the outer words say "see inner exception", and who reads a verdict sees none.</summary>
public static class ConnectionTrouble
{
    public static string Say(Exception trouble)
    {
        var causes = Causes(trouble).ToList();
        return Tls(trouble) ?? causes.Find(cause => !cause.Message.Contains("inner exception", StringComparison.Ordinal))?.Message ?? causes[^1].Message;
    }

    /// <summary>What is wrong with the certificate, without any address; null where that is not the trouble.</summary>
    public static string? Tls(Exception trouble) => Causes(trouble).OfType<AuthenticationException>().LastOrDefault() is { } refused ? OfTls(refused.Message) : null;

    private static IEnumerable<Exception> Causes(Exception? trouble)
    {
        for (; trouble is not null; trouble = trouble.InnerException)
        {
            yield return trouble;
        }
    }

    /// <summary>The framework's names of what is wrong with a certificate, and what to do.</summary>
    private static string OfTls(string said) =>
        Has(said, "NameMismatch") ? $"its certificate is for another name ({said})"
        : Has(said, "NotTimeValid") ? $"its certificate has expired or is not yet valid ({said})"
        : Has(said, "UntrustedRoot") || Has(said, "PartialChain") ? $"its certificate is of an authority that is not trusted here; SSL_CERT_FILE names one of your own ({said})"
        : $"no TLS with it ({said})";

    private static bool Has(string said, string word) => said.Contains(word, StringComparison.Ordinal);
}
