using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Gates;

/// <summary>Which finding tells a decision that is read from its words: Core's order.</summary>
internal static class Telling
{
    /// <summary>The finding people should read first; null where all are met or there is none.</summary>
    public static ObjectiveResponse? Of(EvaluateResponse response) => All(response.Objectives) is [var first, ..] ? first : null;

    /// <summary>Findings that tripped or are undecided, the one that decided first.</summary>
    public static IReadOnlyList<ObjectiveResponse> All(IEnumerable<ObjectiveResponse> objectives) =>
        [.. objectives.Where(objective => OutcomeOf(objective) != FindingOutcome.Met).OrderBy(Rank).ThenBy(objective => TellingOrder.Badness(objective.Score))];

    public static FindingOutcome OutcomeOf(ObjectiveResponse objective) => EnumNames.Read<FindingOutcome>(objective.Outcome) ?? FindingOutcome.Undecided;

    public static UndecidedCause? CauseOf(ObjectiveResponse objective) => objective.Undecided is { } word ? EnumNames.Read<UndecidedCause>(word) : null;

    private static int Rank(ObjectiveResponse objective) => TellingOrder.Rank(OutcomeOf(objective), CauseOf(objective));
}
