namespace GateService.Callers;

/// <summary>The company's identity provider, by which people sign in to the pages (OpenID Connect, code flow with PKCE).</summary>
public sealed class PeopleOptions : TrustedIssuer
{
    /// <summary>What the gate is called there.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>By which the gate proves to be it; also seals what a browser carries there and back, so that any replica may take it.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked for beside <c>openid</c>, such as <c>profile</c> and <c>groups</c>.</summary>
    public List<string> Scopes { get; set; } = [];
}
