using System.Text.Json;
using GateService.Core.Evidence;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>What a message says, whoever receives it; each receiver puts it into its own form.</summary>
internal sealed record Announcement
{
    public required AnnouncedEvent Event { get; init; }

    public required string Decision { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    /// <summary>Empty where the request named none.</summary>
    public string Cluster { get; init; } = "";

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required string StableHash { get; init; }

    public required GateMode Mode { get; init; }

    public int? StepIndex { get; init; }

    public double? Weight { get; init; }

    public required Verdict Verdict { get; init; }

    public required double Score { get; init; }

    public required string Summary { get; init; }

    public required string Policy { get; init; }

    public required string Revision { get; init; }

    /// <summary>Every finding, tripped ones first.</summary>
    public required IReadOnlyList<ObjectiveResponse> Objectives { get; init; }

    /// <summary>Those whose reason the summary gives already.</summary>
    public IReadOnlyList<string> InSummary { get; init; } = [];

    public WindowResponse? Window { get; init; }

    public IReadOnlyList<QueryRecord> Queries { get; init; } = [];

    /// <summary>Whose fault it is; null where nothing is wrong.</summary>
    public WhoseFault? Fault { get; init; }

    /// <summary>What changed since the decision before; null for the first.</summary>
    public string? Changed { get; init; }

    /// <summary>What was shipped; null where the caller did not say.</summary>
    public Change? Change { get; init; }

    /// <summary>What to type about this rollout.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    public required AnnouncementLinks Links { get; init; }

    public string Write() => JsonSerializer.Serialize(this, ColumnJson.Options);

    public static Announcement Read(string payload) => JsonSerializer.Deserialize<Announcement>(payload, ColumnJson.Options)!;
}

/// <summary>Where a reader can go from a message.</summary>
/// <param name="Decision">The whole decision.</param>
/// <param name="Rollout">All decisions of the rollout.</param>
/// <param name="Label">Says whether it was right.</param>
/// <param name="NewRelic">The query behind the worst objective; null without one.</param>
internal sealed record AnnouncementLinks(string Decision, string Rollout, string Label, string? NewRelic);
