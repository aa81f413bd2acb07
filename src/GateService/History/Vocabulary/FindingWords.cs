using GateService.Core.Findings;

namespace GateService.History.Vocabulary;

/// <summary>Words of what was concluded of each objective in records.</summary>
internal static class FindingWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.Of<Finding>(
            (nameof(Finding.Objective), "objective"),
            (nameof(Finding.Kind), "kind"),
            (nameof(Finding.Outcome), "outcome"),
            (nameof(Finding.Undecided), "undecided"),
            (nameof(Finding.Value), "value"),
            (nameof(Finding.Threshold), "threshold"),
            (nameof(Finding.Comparison), "comparison"),
            (nameof(Finding.Unit), "unit"),
            (nameof(Finding.Interval), "interval"),
            (nameof(Finding.Versus), "versus"),
            (nameof(Finding.Slice), "slice"),
            (nameof(Finding.StableValue), "stableValue"),
            (nameof(Finding.Sample), "sample"),
            (nameof(Finding.IsOfReadings), "isOfReadings"),
            (nameof(Finding.Bad), "bad"),
            (nameof(Finding.StableSample), "stableSample"),
            (nameof(Finding.StableBad), "stableBad"),
            (nameof(Finding.Score), "score"),
            (nameof(Finding.Judgement), "judgement"),
            (nameof(Finding.Reason), "reason"),
            (nameof(Finding.Queries), "queries")),
        TypeWords.Values<FindingOutcome>(
            (FindingOutcome.Met, "met"),
            (FindingOutcome.Tripped, "tripped"),
            (FindingOutcome.Undecided, "undecided")),
        TypeWords.Values<GateKind>((GateKind.Ordinary, "ordinary"), (GateKind.Emergency, "emergency")),
        TypeWords.Of<Judgement>(
            (nameof(Judgement.Gate), "gate"),
            (nameof(Judgement.Margin), "margin"),
            (nameof(Judgement.Tested), "tested"),
            (nameof(Judgement.Compared), "compared"),
            (nameof(Judgement.OverLimit), "overLimit"),
            (nameof(Judgement.WorseThanStable), "worseThanStable"),
            (nameof(Judgement.Harm), "harm"),
            (nameof(Judgement.FailsAt), "failsAt"),
            (nameof(Judgement.Harmless), "harmless"),
            (nameof(Judgement.ProvenAt), "provenAt"),
            (nameof(Judgement.Proof), "proof"),
            (nameof(Judgement.Buckets), "buckets"),
            (nameof(Judgement.FailedAt), "failedAt"),
            (nameof(Judgement.Ratio), "ratio"),
            (nameof(Judgement.Dispersion), "dispersion"),
            (nameof(Judgement.SlowImbalance), "slowImbalance"),
            (nameof(Judgement.StablePods), "stablePods"),
            (nameof(Judgement.Flip), "flip"),
            (nameof(Judgement.Power), "power"),
            (nameof(Judgement.Trajectory), "trajectory")),
        TypeWords.Of<TestedCounts>(
            (nameof(TestedCounts.What), "what"),
            (nameof(TestedCounts.Bad), "events"),
            (nameof(TestedCounts.Exposure), "exposure"),
            (nameof(TestedCounts.StableBad), "stableEvents"),
            (nameof(TestedCounts.StableExposure), "stableExposure"),
            (nameof(TestedCounts.Share), "share"),
            (nameof(TestedCounts.Interval), "interval"),
            (nameof(TestedCounts.Limit), "limit")),
        TypeWords.Values<UndecidedCause>(
            (UndecidedCause.NoData, "noData"),
            (UndecidedCause.Unavailable, "unavailable"),
            (UndecidedCause.TooFewSamples, "tooFewSamples"),
            (UndecidedCause.CommonCause, "commonCause"),
            (UndecidedCause.NoControl, "noControl"),
            (UndecidedCause.Silent, "silent"),
            (UndecidedCause.HurtsStable, "hurtsStable"),
            (UndecidedCause.SampleRatio, "sampleRatio"),
            (UndecidedCause.Unresolved, "unresolved"),
            (UndecidedCause.Uncorroborated, "uncorroborated"),
            (UndecidedCause.UpstreamOutage, "upstreamOutage"),
            (UndecidedCause.StableUnhealthy, "stableUnhealthy"),
            (UndecidedCause.Suspicious, "suspicious"),
            (UndecidedCause.NotProven, "notProven")),
        TypeWords.Values<Versus>((Versus.Absolute, "absolute"), (Versus.Stable, "stable")),
    ];
}
