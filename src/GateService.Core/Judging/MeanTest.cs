using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>An objective about a mean turned into what the engine tests: means of both slices against a limit and a margin, on the log scale.</summary>
internal sealed record MeanTest(IReadOnlyList<MeanPair> Pairs, GateTestSettings Settings)
{
    public static MeanTest Of(Objective objective, Trial trial, GateTestSettings settings)
    {
        var isHighBad = objective.Comparison == Comparison.AtMost;
        var margin = Margins.Of(objective, trial.Scatter);
        return new MeanTest(
            [.. trial.Judged.Zip(trial.Control, (canary, stable) => new MeanPair(Sample(canary), Sample(stable)))],
            settings with
            {
                Limits = [.. trial.Weights.Select(weight => objective.Limit.At(weight))],
                Margin = !trial.HasControl ? null : isHighBad ? margin : 1 / margin,
                HighIsBad = isHighBad,
            });

        static SampleMean Sample(Bucket bucket) => new(bucket.Exposure, bucket.Mean ?? 0, bucket.StandardDeviation ?? 0);
    }

    public GateTestResult Run() => GateTest.OfMeans(Pairs, Settings);
}
