using GateService.Core.Verdicts;

namespace GateService.Backtests;

/// <summary>
/// How verdicts stand to what people said of the decisions. A fail labelled right and a pass labelled wrong are bad versions, a fail labelled wrong and a pass labelled
/// right good ones; labels of inconclusive decisions do not tell which, and do not count.
/// </summary>
/// <param name="Bad">Decisions about versions labelled bad.</param>
/// <param name="Good">Decisions about versions labelled good.</param>
/// <param name="TruePositives">Bad ones that fail.</param>
/// <param name="FalsePositives">Good ones that fail.</param>
/// <param name="TrueNegatives">Good ones that pass.</param>
/// <param name="FalseNegatives">Bad ones that pass.</param>
/// <param name="HeldBad">Bad ones that are inconclusive.</param>
/// <param name="HeldGood">Good ones that are inconclusive.</param>
/// <param name="Precision">Of the labelled fails, the share that is bad; null without any.</param>
/// <param name="Recall">Of the bad ones, the share that fails, and not that is held; null without any.</param>
public sealed record BacktestScore(int Bad, int Good, int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives, int HeldBad, int HeldGood, double? Precision, double? Recall)
{
    /// <summary>Whether a label says that the version is bad; null where it says nothing.</summary>
    internal static bool? IsBad(string? label, Verdict decided) => label is not ("right" or "wrong") ? null : decided switch
    {
        Verdict.Fail => label == "right",
        Verdict.Pass => label == "wrong",
        Verdict.Inconclusive => null,
    };

    /// <param name="labelled">Whether each labelled decision is about a bad version, and its verdict.</param>
    internal static BacktestScore Of(IReadOnlyCollection<(bool IsBad, Verdict Verdict)> labelled)
    {
        int Count(bool isBad, Verdict verdict) => labelled.Count(one => one.IsBad == isBad && one.Verdict == verdict);
        var (tp, fp) = (Count(true, Verdict.Fail), Count(false, Verdict.Fail));
        var bad = labelled.Count(one => one.IsBad);
        return new BacktestScore(
            bad, labelled.Count - bad, tp, fp, Count(false, Verdict.Pass), Count(true, Verdict.Pass), Count(true, Verdict.Inconclusive), Count(false, Verdict.Inconclusive), Share(tp, tp + fp), Share(tp, bad));
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
