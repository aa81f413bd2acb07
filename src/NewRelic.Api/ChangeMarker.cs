namespace NewRelic.Api;

/// <summary>A change to show on an entity's charts: a deployment event of New Relic's change tracking.</summary>
public sealed record ChangeMarker
{
    /// <summary>Name of the APM entity it belongs to.</summary>
    public required string Service { get; init; }

    public required string Version { get; init; }

    /// <summary>Commit that the version was built from; null where it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>What is in the change, as text or address; null where it is not known.</summary>
    public string? Changelog { get; init; }

    public required string ShortDescription { get; init; }

    public required string Description { get; init; }

    /// <summary>Where to read more.</summary>
    public required string DeepLink { get; init; }

    /// <summary>Markers of one group belong together.</summary>
    public required string GroupId { get; init; }

    /// <summary>Who made the change.</summary>
    public required string User { get; init; }

    /// <summary>New Relic takes moments within 24 hours of now.</summary>
    public required DateTimeOffset At { get; init; }
}
