namespace GateService.Auth;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Lets everyone in. Only taken when every address we listen on is loopback.</summary>
    public bool Disabled { get; set; }

    public List<TokenOptions> Tokens { get; set; } = [];
}
