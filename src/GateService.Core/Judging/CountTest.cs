using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>An objective turned into what the engine tests: bad events out of an exposure against a limit and a margin.</summary>
internal sealed record CountTest(IReadOnlyList<CountPair> Pairs, IReadOnlyList<CountPair>? Compared, GateTestSettings Settings)
{
    /// <summary>Share of minutes that a gauge may be over its limit.</summary>
    private const double AllowedMinutes = 0.1;

    private const double SmallestShare = 1e-6;

    public static CountTest Of(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        if (objective is QueueLagObjective or KpiObjective { Definition.Form: KpiForm.Rate })
        {
            return Minutes(objective, trial, context, settings);
        }

        var lowIsBad = objective is KpiObjective { Comparison: Comparison.AtLeast };
        var limits = trial.Weights.Select(weight => Share(objective, objective.Limit.At(weight))).ToList();
        var pairs = trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(Bad(canary), canary.Exposure, Bad(stable), stable.Exposure)).ToList();
        var compared = objective is LatencyObjective && trial.Judged.All(bucket => bucket.BadAgainstStable is not null || bucket.Exposure <= 0)
            ? trial.Judged.Zip(trial.Control, (canary, stable) => new CountPair(canary.BadAgainstStable ?? 0, canary.Exposure, stable.BadAgainstStable ?? 0, stable.Exposure)).ToList()
            : null;
        return new CountTest(pairs, compared, settings with
        {
            Limits = limits,
            Margin = !trial.HasControl ? null : compared is not null ? 1 : lowIsBad ? 1 / Margin(objective, trial.Scatter) : Margin(objective, trial.Scatter),
            HighIsBad = !lowIsBad,
        });

        double Bad(Bucket bucket) => Math.Clamp(lowIsBad ? bucket.Exposure - (bucket.Bad ?? 0) : bucket.Bad ?? 0, 0, bucket.Exposure);
    }

    /// <summary>How many times as bad as stable: the policy's word, else what healthy services of this kind differ by.</summary>
    public static double Margin(Objective objective, StableScatter scatter) => objective.Margin ?? objective switch
    {
        LatencyObjective => LatencyObjective.DefaultMargin,
        KpiObjective { Definition.Form: KpiForm.Mean } => 1 / 0.95,
        KpiObjective => 1 / 0.9,
        _ => scatter.Pods >= 3 ? 1.15 : 1.25,
    };

    public GateTestResult Run() => GateTest.OfCounts(Pairs, Settings, Compared);

    /// <summary>The probability that stands at the limit: Q_q is over X exactly when more than 1 - q of the requests are slower than X.</summary>
    private static double Share(Objective objective, double limit) => Math.Clamp(
        objective switch
        {
            LatencyObjective latency => 1 - latency.Quantile,
            KpiObjective => limit,
            { Comparison: Comparison.AtLeast } => 1 - limit,
            _ => limit,
        },
        SmallestShare,
        1 - SmallestShare);

    /// <summary>A gauge has no events to count: every bucket it reported in is one observation, bad where it was over the limit.</summary>
    private static CountTest Minutes(Objective objective, Trial trial, JudgingContext context, GateTestSettings settings)
    {
        var pairs = trial.Judged.Zip(trial.Weights, (bucket, weight) =>
        {
            var value = objective is QueueLagObjective ? bucket.Mean : bucket.Exposure / context.Window.Bucket.TotalMinutes;
            var limit = objective.Limit.At(weight);
            var isBad = objective.Comparison == Comparison.AtMost ? value > limit : value < limit;
            return new CountPair(value is null ? 0 : isBad ? 1 : 0, value is null ? 0 : 1, 0, 0);
        });
        return new CountTest([.. pairs], null, settings with { Limits = [AllowedMinutes], Margin = null });
    }
}
