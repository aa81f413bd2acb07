using GateService.Core.Statistics;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.History.Vocabulary;

/// <summary>Words of verdicts and statistics and units and comparisons in records.</summary>
internal static class VerdictWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.Of<GateEvaluation>(
            (nameof(GateEvaluation.Request), "request"),
            (nameof(GateEvaluation.Verdict), "verdict"),
            (nameof(GateEvaluation.Score), "score"),
            (nameof(GateEvaluation.Summary), "summary"),
            (nameof(GateEvaluation.Findings), "findings"),
            (nameof(GateEvaluation.Policy), "policy"),
            (nameof(GateEvaluation.Window), "window"),
            (nameof(GateEvaluation.Plan), "plan"),
            (nameof(GateEvaluation.Evidence), "evidence"),
            (nameof(GateEvaluation.Attribution), "attribution"),
            (nameof(GateEvaluation.Warnings), "warnings")),
        TypeWords.Values<Verdict>(
            (Verdict.Pass, "pass"),
            (Verdict.Fail, "fail"),
            (Verdict.Inconclusive, "inconclusive")),
        TypeWords.Of<CountPair>(
            (nameof(CountPair.CanaryBad), "canaryBad"),
            (nameof(CountPair.CanaryExposure), "canaryExposure"),
            (nameof(CountPair.StableBad), "stableBad"),
            (nameof(CountPair.StableExposure), "stableExposure")),
        TypeWords.Of<Interval>((nameof(Interval.Low), "low"), (nameof(Interval.High), "high")),
        TypeWords.Of<SampleMean>(
            (nameof(SampleMean.Size), "size"),
            (nameof(SampleMean.Mean), "mean"),
            (nameof(SampleMean.Deviation), "deviation")),
        TypeWords.Values<Comparison>((Comparison.AtMost, "atMost"), (Comparison.AtLeast, "atLeast")),
        TypeWords.Values<Unit>(
            (Unit.Share, "share"),
            (Unit.Score, "score"),
            (Unit.Seconds, "seconds"),
            (Unit.Count, "count"),
            (Unit.PerMinute, "perMinute"),
            (Unit.PerRequest, "perRequest")),
    ];
}
