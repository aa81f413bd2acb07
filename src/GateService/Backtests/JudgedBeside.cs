using GateService.Core.Verdicts;

namespace GateService.Backtests;

/// <summary>What another policy makes of a decision, in as many words as are listed and counted.</summary>
/// <param name="After">Its verdict and sentence.</param>
/// <param name="NotKept">What it needed and was not there; empty where all of it was.</param>
/// <param name="Told">The objective that told, by either policy.</param>
internal sealed record JudgedBeside(BacktestVerdict After, IReadOnlyList<string> NotKept, string Told)
{
    /// <summary>Inconclusive for want of evidence, not for what the evidence says.</summary>
    public bool IsForWant => NotKept.Count > 0 && After.Verdict == Verdict.Inconclusive;

    /// <param name="retrial">By the other policy.</param>
    /// <param name="kept">What was decided.</param>
    public static JudgedBeside Of(Retrial retrial, GateEvaluation kept) => new(
        new BacktestVerdict(retrial.After.Verdict, retrial.After.Summary, retrial.After.Policy?.Name, retrial.After.Policy?.Revision),
        retrial.NotKept,
        // What stands against the canary tells, on whichever side it does.
        (retrial.After.Deciding ?? kept.Deciding)?.Objective ?? "the request");
}
