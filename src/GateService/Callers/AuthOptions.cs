namespace GateService.Callers;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Lets everyone in. Only taken when every address we listen on is loopback.</summary>
    public bool Disabled { get; set; }

    public List<TokenOptions> Tokens { get; set; } = [];

    /// <summary>Folder of further tokens, one or a list in each YAML or JSON file; null: none.</summary>
    public string? TokensDirectory { get; set; }

    /// <summary>How often that folder is looked at for changes. Default 10 s; 0 never looks again.</summary>
    public TimeSpan TokensReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Issuers whose tokens (JWT) are taken.</summary>
    public List<IssuerOptions> Issuers { get; set; } = [];

    /// <summary>Identity provider by which people sign in; null: with tokens only.</summary>
    public PeopleOptions? OpenIdConnect { get; set; }

    /// <summary>How long a browser that signed in to the pages stays signed in. Default 7 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Failed sign-ins a minute that one address may have; all together ten times as many. 1 to 10,000. Default 10.</summary>
    public int SignInAttempts { get; set; } = 10;
}
