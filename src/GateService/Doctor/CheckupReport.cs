namespace GateService.Doctor;

/// <summary>The whole way from a rollout to its verdict, in order, and what is wrong on it.</summary>
public sealed record CheckupReport
{
    public required string Service { get; init; }

    public required string Rollout { get; init; }

    /// <summary>Where it was looked, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The worst of the steps.</summary>
    public required CheckupState State { get; init; }

    /// <summary>In the order in which they depend on each other.</summary>
    public required IReadOnlyList<CheckupStep> Steps { get; init; }

    /// <summary>Kind of telemetry by which New Relic holds the service's requests; null where it holds none.</summary>
    public string? Telemetry { get; init; }

    /// <summary>Who sent it, such as <c>java</c>; empty where nothing tells.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>Hash of the version that serves most; null where none is known.</summary>
    public string? StableHash { get; init; }

    /// <summary>Hash of the other one, where two serve; null elsewhere.</summary>
    public string? CanaryHash { get; init; }

    /// <summary>Policy that judges it today; null where none could be resolved.</summary>
    public string? Policy { get; init; }

    /// <summary>What its objectives can see, of the policy today; empty where nothing could be asked.</summary>
    public required IReadOnlyList<ObjectiveSight> Objectives { get; init; }

    /// <summary>A file to commit; null where nothing could be proposed.</summary>
    public ProposedPolicy? Proposal { get; init; }

    /// <summary>Every query that was asked, as NRQL by name.</summary>
    public required IReadOnlyList<CheckupQuery> Queries { get; init; }
}

/// <summary>What one objective can see.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="IsSeen">New Relic holds what it needs.</param>
/// <param name="Says">Its value and limit, or why it sees nothing.</param>
public sealed record ObjectiveSight(string Objective, bool IsSeen, string Says);

/// <summary>A policy made from what is there.</summary>
/// <param name="File">Where to put it, below the folder of the policies.</param>
/// <param name="Yaml">Its text.</param>
/// <param name="Objectives">What its objectives can see; empty where nothing could be asked.</param>
public sealed record ProposedPolicy(string File, string Yaml, IReadOnlyList<ObjectiveSight> Objectives);

/// <summary>A query and what came of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nrql">Its text.</param>
/// <param name="Trouble">Why it has no answer; null where it has.</param>
public sealed record CheckupQuery(string Name, string Nrql, string? Trouble);
