namespace GateService.Core.Findings;

public enum FindingOutcome
{
    /// <summary>The objective holds, on enough evidence.</summary>
    Met,

    /// <summary>The objective is violated, on enough evidence.</summary>
    Tripped,

    /// <summary>Nobody could know: <see cref="Finding.Undecided"/> says why.</summary>
    Undecided,
}
