using GateService.Core.Findings;
using GateService.Core.Verdicts;

namespace GateService.Bench.Rules.Shop;

/// <summary>What became of one rollout.</summary>
/// <param name="FailedAt">Minute of the first look at which it was failed; null where it never was.</param>
/// <param name="AtEnd">The verdict of that look, else the one at the end of the step that held it, else of the last.</param>
/// <param name="Right">Failed requests of the canary, at the end of the step, whose class was given its true origin.</param>
/// <param name="Undetermined">Those that were given none.</param>
/// <param name="Labelled">All of them.</param>
internal readonly record struct ShopOutcome(int? FailedAt, Verdict AtEnd, double Right, double Undetermined, double Labelled)
{
    /// <summary>Why it was held; null where it was not.</summary>
    public UndecidedCause? HeldBy { get; init; }

    /// <summary>It was held, and says how much longer it takes to fail.</summary>
    public bool SaysHowLong { get; init; }
}
