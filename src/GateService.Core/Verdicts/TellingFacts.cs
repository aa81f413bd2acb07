using GateService.Core.Findings;
using GateService.Core.Words;

namespace GateService.Core.Verdicts;

/// <summary>What whose fault a decision is hangs on, of the finding that tells it.</summary>
/// <param name="Outcome">Of the finding.</param>
/// <param name="Undecided">Set where it is undecided.</param>
/// <param name="Reason">Its sentence.</param>
public sealed record TellingFacts(FindingOutcome Outcome, UndecidedCause? Undecided, Statement Reason)
{
    /// <summary>It is the one about dependencies.</summary>
    public bool IsOfDependencies { get; init; }

    /// <summary>It is the one about what the change does to stable.</summary>
    public bool IsOfStable { get; init; }

    /// <summary>It is one about readings of a gauge.</summary>
    public bool IsOfGauge { get; init; }

    /// <summary>Something served beside the judged slice to compare it with.</summary>
    public bool IsCompared { get; init; }

    /// <summary>What explains it: error classes for errors, where the time goes for slowness; null where nothing does.</summary>
    public string? Explanation { get; init; }
}
