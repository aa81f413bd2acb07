using GateService.Core.Verdicts;
using GateService.History;
using GateService.Wire;

namespace GateService.Pages.Rollouts;

/// <summary>Decisions of one version, told apart by attempt: what was rolled out again after an abort is another story.</summary>
internal static class RolloutAttempts
{
    /// <summary>The decisions of the last attempt, and how many there were before it.</summary>
    /// <param name="rows">Oldest first; not empty.</param>
    public static (IReadOnlyList<DecisionRow> Last, int Before) Of(IReadOnlyList<DecisionRow> rows)
    {
        var begin = Enumerable.Range(1, rows.Count - 1).LastOrDefault(index => IsNew(rows[index - 1], rows[index]));
        return ([.. rows.Skip(begin)], begin);
    }

    private static bool IsNew(DecisionRow before, DecisionRow next) =>
        TimeSpan.FromMilliseconds(next.Moment - before.Moment) > (WireWords.Verdict(before.Verdict) == Verdict.Fail ? RolloutAttempt.SilenceAfterFail : RolloutAttempt.Silence);
}
