namespace GateService.Callers;

/// <summary>One bearer token, known by its hash.</summary>
public sealed class TokenOptions
{
    /// <summary>For logs and refusals.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the token in hex.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>The team it belongs to.</summary>
    public string Team { get; set; } = "";

    /// <summary>Services it may ask about; * stands for anything.</summary>
    public List<string> Services { get; set; } = [];

    /// <summary>Namespaces it may ask about; * stands for anything, also for none.</summary>
    public List<string> Namespaces { get; set; } = [];

    /// <summary>What it may do; none named: ask, read and label.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>From when on it is unknown; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
