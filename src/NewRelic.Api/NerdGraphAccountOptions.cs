namespace NewRelic.Api;

/// <summary>One account: where it lives, its id and the user key that opens it.</summary>
public class NerdGraphAccountOptions
{
    public NerdGraphRegion? Region { get; set; }

    /// <summary>Full GraphQL URL; wins over <see cref="Region"/>.</summary>
    public string? Endpoint { get; set; }

    public int? AccountId { get; set; }

    /// <summary>A user key (<c>NRAK-…</c>). Never logged; a missing one is reported at the first question, not at start.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Says which account without saying its key.</summary>
    public override string ToString() => $"account {AccountId} at {Endpoint ?? Region?.ToString() ?? "US"}";
}
