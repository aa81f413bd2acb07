using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>Intervals that are shown beside a verdict, each worked out once. They hold at every look, and decide nothing.</summary>
internal sealed class ShownNumbers(Weighing weighing)
{
    private readonly Dictionary<object, Interval?> _shares = [];

    /// <summary>Of the canary's value over the window, where it is a share, a score or a mean; else null.</summary>
    public Interval? OfValue()
    {
        var from = weighing.Trial.Judged.TakeWhile(bucket => bucket.Begin < weighing.Context.Window.Begin).Count();
        if (weighing.Means is { } means)
        {
            return ShownBounds.OfMean([.. means.Skip(from).Select(pair => pair.Canary)], weighing.Settings);
        }

        if (weighing.Objective.Unit is not (Unit.Share or Unit.Score) || MinutesOverLimit.Covers(weighing.Objective))
        {
            return null;
        }

        var share = OfWindow(from);
        return share is null || weighing.Objective.Comparison == Comparison.AtMost ? share : new Interval(1 - share.High, 1 - share.Low);
    }

    /// <summary>What is held against the limit, and against stable where nothing else is; null for means, and where nothing was counted.</summary>
    public TestedCounts? Tested() => weighing is { Counts: { } counts, Decided: { } pairs }
        ? Sum(pairs, TestedCounts.WhatOf(weighing.Objective, RarerSide.IsGood(weighing.Trial)), weighing.Settings.Margin is not null && counts.Compared is null, weighing.Settings.LimitAt(pairs.Count - 1))
        : null;

    /// <summary>What is held against stable where that is something else; else null.</summary>
    public TestedCounts? Compared() => weighing is { Counts.Compared: { } compared, Settings.Margin: not null }
        ? Sum(compared, TestedCounts.WhatIsCompared(weighing.Objective, RarerSide.IsGood(weighing.Trial)), true, null)
        : null;

    /// <summary>Of the canary's value over stable's since the rollout began; null without a control, and for quantiles, where both are counted at other boundaries.</summary>
    public Interval? Ratio() =>
        weighing.Settings.Margin is null || weighing.Objective is LatencyObjective || weighing is { Objective: KpiObjective { Definition.Form: KpiForm.Percentile }, Counts.Compared: not null } ? null
        : weighing.Means is { } means ? ShownBounds.OfRatio(means, weighing.Settings)
        : ShownBounds.OfRatio(weighing.Counts!.Compared ?? weighing.Decided!, weighing.Settings);

    /// <summary>Where the window is all that was put to the test, its share is the one that was tested.</summary>
    private Interval? OfWindow(int from)
    {
        var buckets = weighing.Trial.Judged;
        return from == 0 && weighing.Decided is { } pairs && IsSame(buckets, pairs)
            ? OfShare(pairs)
            : Around([.. buckets.Skip(from).Where(bucket => Bad(bucket) is not null).Select(bucket => (Bad(bucket)!.Value, bucket.Exposure))]);
    }

    private double? Bad(Evidence.Bucket bucket) => weighing.IsEmergency ? bucket.AllBad ?? bucket.Bad : bucket.Bad;

    private bool IsSame(IReadOnlyList<Evidence.Bucket> buckets, IReadOnlyList<CountPair> pairs)
    {
        for (var t = 0; t < buckets.Count; t++)
        {
            if (Bad(buckets[t]) is not { } bad || !bad.Equals(pairs[t].CanaryBad))
            {
                return false;
            }
        }

        return true;
    }

    private Interval? OfShare(IReadOnlyList<CountPair> pairs)
    {
        if (!_shares.TryGetValue(pairs, out var known))
        {
            _shares[pairs] = known = Around([.. pairs.Select(pair => (pair.CanaryBad, pair.CanaryExposure))]);
        }

        return known;
    }

    /// <summary>Minutes weigh as they scatter, and a share is of all requests alike: of a burst it may lie beyond what the minutes together leave open, and no interval is told without it.</summary>
    private Interval? Around(IReadOnlyList<(double Bad, double Exposure)> counted)
    {
        var (bad, all) = (counted.Sum(bucket => bucket.Bad), counted.Sum(bucket => bucket.Exposure));
        return ShownBounds.OfShare(counted, weighing.Settings) is { } bounds ? new Interval(Math.Min(bounds.Low, bad / all), Math.Max(bounds.High, bad / all)) : null;
    }

    private TestedCounts? Sum(IReadOnlyList<CountPair> pairs, string what, bool isCompared, double? limit)
    {
        var (bad, all) = (pairs.Sum(pair => pair.CanaryBad), pairs.Sum(pair => pair.CanaryExposure));
        return all <= 0 ? null : new TestedCounts(
            what,
            bad,
            all,
            isCompared ? pairs.Sum(pair => pair.StableBad) : null,
            isCompared ? pairs.Sum(pair => pair.StableExposure) : null,
            bad / all,
            OfShare(pairs),
            limit);
    }
}
