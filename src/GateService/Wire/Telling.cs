using GateService.Core.Findings;
using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>Which finding tells a decision that is read from its words: Core's order.</summary>
internal static class Telling
{
    /// <summary>The finding people should read first; null where all are met or there is none.</summary>
    public static ObjectiveResponse? Of(EvaluateResponse response) => All(response.Objectives) is [var first, ..] ? first : null;

    /// <summary>Findings that tripped or are undecided, the one that decided first.</summary>
    public static IReadOnlyList<ObjectiveResponse> All(IEnumerable<ObjectiveResponse> objectives) =>
        [.. objectives.Where(objective => !IsMet(objective)).OrderBy(Rank).ThenBy(objective => TellingOrder.Badness(objective.Score))];

    /// <summary>All of them: those first that tell, then those that are met.</summary>
    public static IReadOnlyList<ObjectiveResponse> Sorted(IReadOnlyList<ObjectiveResponse> objectives) => [.. All(objectives), .. objectives.Where(IsMet)];

    private static bool IsMet(ObjectiveResponse objective) => WireWords.Outcome(objective.Outcome) == FindingOutcome.Met;

    private static int Rank(ObjectiveResponse objective) => TellingOrder.Rank(WireWords.Outcome(objective.Outcome), WireWords.Cause(objective.Undecided));
}
