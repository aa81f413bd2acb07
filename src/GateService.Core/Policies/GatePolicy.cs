using GateService.Core.Policies.Telemetry;

namespace GateService.Core.Policies;

/// <summary>A named set of objectives and how to get evidence for them: the effective policy after all layers are merged.</summary>
public sealed record GatePolicy
{
    /// <summary>Name, unique in the catalog; lower-case letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>Content hash (12 hex digits) of every file that contributed: the same revision judges alike.</summary>
    public required string Revision { get; init; }

    public string? Description { get; init; }

    /// <summary>Address of what to do when a service that this judges fails, absolute, http or https: shown to people where the request says none, and never judged by.</summary>
    public string? Runbook { get; init; }

    public required TelemetrySource Telemetry { get; init; }

    public required SliceRule Slices { get; init; }

    /// <summary>How far back a request without its own window looks. Default 10 minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Width of one evidence bucket, 10 s to 5 min. Default 60 s.</summary>
    public TimeSpan Bucket { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>No policy waits longer for events.</summary>
    public static TimeSpan LongestIngestDelay { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long New Relic may take to show an event; the window ends this long before now. Default 60 s.</summary>
    public TimeSpan IngestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the sequential judge works to.</summary>
    public SequentialSettings Sequential { get; init; } = new();

    /// <summary>Whose fault an error is.</summary>
    public AttributionSettings Attribution { get; init; } = new();

    /// <summary>Limits are floors and stable's own state holds nobody: for a fix that must get out while the service is on fire. Default false.</summary>
    public bool JudgesOnlyAgainstStable { get; init; }

    /// <summary>What harm does where nobody says otherwise: of objectives and dependencies that have no word of their own, and of what stands beside them. Default: it fails the rollout.</summary>
    public Consequences OnHarm { get; init; } = Consequences.Failing;

    /// <summary>In the order in which people read them.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>Every effective value and the file it came from.</summary>
    public IReadOnlyList<PolicyValueOrigin> Origins { get; init; } = [];
}
