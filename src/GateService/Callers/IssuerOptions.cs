namespace GateService.Callers;

/// <summary>An issuer of bearer tokens (JWT), so that CI and clusters need no copied secret.</summary>
public sealed class IssuerOptions : TrustedIssuer
{
    /// <summary>Whom its tokens must be for (<c>aud</c>): the gate, by a name of your choice.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Where its keys lie, for an issuer without metadata.</summary>
    public Uri? JwksAddress { get; set; }
}
