namespace GateService.Gates;

/// <summary>Which finding tells a decision: the one that decided it, in the order of the summary.</summary>
internal static class Telling
{
    /// <summary>The finding people should read first; null where all are met or there is none.</summary>
    public static ObjectiveResponse? Of(EvaluateResponse response) => All(response.Objectives) is [var first, ..] ? first : null;

    /// <summary>Findings that tripped or are undecided, the one that decided first.</summary>
    public static IReadOnlyList<ObjectiveResponse> All(IEnumerable<ObjectiveResponse> objectives) =>
        [.. objectives.Where(objective => objective.Outcome != "met").OrderBy(Rank).ThenBy(objective => Math.Round(objective.Score ?? 0, 6))];

    /// <summary>What tripped, then what explains most, trouble on our side, missing data last.</summary>
    private static int Rank(ObjectiveResponse objective) => (objective.Outcome, objective.Undecided) switch
    {
        ("tripped", _) => 0,
        (_, "commonCause" or "stableUnhealthy" or "upstreamOutage") => 1,
        (_, "unresolved" or "uncorroborated" or "unavailable" or "suspicious" or "noControl" or "sampleRatio") => 2,
        (_, "noData") => 3,
        _ => 4,
    };
}
