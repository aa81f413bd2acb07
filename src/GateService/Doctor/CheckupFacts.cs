using GateService.Callers;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Verdicts;

namespace GateService.Doctor;

/// <summary>All that was learnt on one walk; what is said of it and proposed from it is made of this alone.</summary>
internal sealed record CheckupFacts
{
    public required CheckupRequest Request { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>Policies in force, and what is wrong with the files.</summary>
    public required PolicyCatalog Catalog { get; init; }

    public int PolicyFaults { get; init; }

    public bool KeepsDecisions { get; init; }

    /// <summary>New Relic's id of the account that is asked; null where none is configured.</summary>
    public int? Account { get; init; }

    /// <summary>Why New Relic answers nothing at all; null where it does.</summary>
    public string? AccountTrouble { get; init; }

    /// <summary>The policy that judges the service today, or why there is none.</summary>
    public required PolicyResolution Resolution { get; init; }

    /// <summary>In order of preference.</summary>
    public IReadOnlyList<KindSighting> Sightings { get; init; } = [];

    public AgentSighting Agents { get; init; } = AgentSighting.None;

    /// <summary>The kind by which the service should be judged; null where New Relic holds no request of it.</summary>
    public KindSighting? Chosen { get; init; }

    public Details Details { get; init; } = Details.None;

    public Versions Versions { get; init; } = Versions.None;

    /// <summary>What the policy of today makes of it; null where nothing could be asked.</summary>
    public GateEvaluation? Today { get; init; }

    public GatePolicy? Policy => (Resolution as PolicyResolution.Resolved)?.Policy;

    /// <summary>The policy of today is of the chosen kind.</summary>
    public bool IsJudgedByChosen => Chosen is { } chosen && Policy?.Telemetry.Kind == chosen.Kind;
}
