namespace GateService.Callers;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Lets everyone in. Only taken when every address we listen on is loopback.</summary>
    public bool Disabled { get; set; }

    public List<TokenOptions> Tokens { get; set; } = [];

    /// <summary>How long a browser that signed in to the pages stays signed in. Default 7 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);
}
