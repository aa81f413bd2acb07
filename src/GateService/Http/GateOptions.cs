namespace GateService.Http;

/// <summary>Section <c>Gate</c>.</summary>
public sealed class GateOptions
{
    /// <summary>When an answer is out at the latest, 1 s to 120 s. Default 8 s: Argo's own default timeout is 10 s.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Address under which people reach this service, for links; default: where it listens.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Where the difference between stable and canary is shown, such as <c>https://git.example.com/{namespace}/{service}/compare/{stableCommit}...{commit}</c>; default: nowhere.</summary>
    public string? DiffLink { get; set; }

    /// <summary>Serves Swagger UI at <c>/swagger</c> and the contract at <c>/openapi/v1.json</c>, without a token. Default true.</summary>
    public bool Swagger { get; set; } = true;

    /// <summary>Largest request body in bytes. Default 64 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;
}
