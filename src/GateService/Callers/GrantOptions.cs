namespace GateService.Callers;

/// <summary>What a token of an issuer may do. Each of team, services, namespaces and roles is said here or by a claim.</summary>
public sealed class GrantOptions
{
    /// <summary>Claims it must have, all of them, as <c>claim=pattern</c> with * in the pattern; none: takes every token of the issuer.</summary>
    public List<string> When { get; set; } = [];

    /// <summary>The team it belongs to.</summary>
    public string? Team { get; set; }

    /// <summary>Claim that holds the team, one: of several nobody could say whose history and patterns hold, so the grant does not take that token.</summary>
    public string? TeamClaim { get; set; }

    /// <summary>Services it may ask about; * stands for anything.</summary>
    public List<string> Services { get; set; } = [];

    /// <summary>Claim that holds them; patterns in it count, so it must be one that nobody chooses for himself.</summary>
    public string? ServicesClaim { get; set; }

    /// <summary>Namespaces it may ask about; * stands for anything, also for none.</summary>
    public List<string> Namespaces { get; set; } = [];

    /// <summary>Claim that holds them.</summary>
    public string? NamespacesClaim { get; set; }

    /// <summary>What it may do; none named: ask, read and label.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>Claim that holds roles by their names; others in it are ignored, and without one of ours the grant takes nobody.</summary>
    public string? RolesClaim { get; set; }
}
