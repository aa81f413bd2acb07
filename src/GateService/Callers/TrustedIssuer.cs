namespace GateService.Callers;

/// <summary>Somebody whose word is taken for who a caller is: it signs tokens, and publishes the keys to check them with.</summary>
public abstract class TrustedIssuer
{
    /// <summary>For logs and refusals; begins the name of every caller it vouches for.</summary>
    public string Name { get; set; } = "";

    /// <summary>As it stands in the tokens (<c>iss</c>), to the letter.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Where its metadata lies; default: <c>/.well-known/openid-configuration</c> below the issuer.</summary>
    public Uri? MetadataAddress { get; set; }

    /// <summary>PEM file of the certificate authorities that its address is trusted by, such as a cluster's own; default: the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>Claim that names the caller. Default <c>sub</c>.</summary>
    public string NameClaim { get; set; } = "sub";

    /// <summary>What those it vouches for may do; the first that takes a token holds, and without one nobody is let in.</summary>
    public List<GrantOptions> Grants { get; set; } = [];

    /// <summary>Where its metadata is asked for; null where none can be.</summary>
    internal Uri? Metadata => MetadataAddress ?? (Uri.TryCreate($"{Issuer.TrimEnd('/')}/.well-known/openid-configuration", UriKind.Absolute, out var address) ? address : null);
}
