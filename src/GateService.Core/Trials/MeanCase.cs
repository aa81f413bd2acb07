using GateService.Core.Evidence;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>An objective about a mean turned into what the engine tests: means of both slices against a limit and a margin, on the log scale.</summary>
internal sealed record MeanCase(IReadOnlyList<MeanPair> Pairs, GateSettings Settings)
{
    public static MeanCase Of(Trial trial, GateSettings settings)
    {
        var objective = trial.Objective;
        var isHighBad = objective.Comparison == Comparison.AtMost;
        var margin = Margins.Of(objective, trial.Kept.Scatter);
        return new MeanCase(
            [.. trial.Judged.Zip(trial.Control, (canary, stable) => new MeanPair(Sample(canary), Sample(stable)))],
            settings with
            {
                Limits = objective.Limit is { } limit ? [.. trial.Kept.Weights.Select(weight => limit.At(weight))] : null,
                Margin = !trial.Kept.HasControl ? null : isHighBad ? margin : 1 / margin,
                HighIsBad = isHighBad,
            });

        static SampleMean Sample(Bucket bucket) => new(bucket.Exposure, bucket.Mean ?? 0, bucket.StandardDeviation ?? 0);
    }

    public GateResult Run() => EvidenceGate.OfMeans(Pairs, Settings);
}
