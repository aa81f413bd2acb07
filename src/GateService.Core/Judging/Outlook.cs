using System.Globalization;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Judging;

/// <summary>What more evidence would do: how far from another decision, and how small a regression this traffic can show.</summary>
internal static class Outlook
{
    private const int RecentBuckets = 3;
    private const double Likely = 0.8;
    private const int FurthestProof = 60;
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    /// <summary>Bad events of the next bucket that would fail it, else the requests that would prove it; null where nothing can be said.</summary>
    public static string? Flip(Weighing weighing)
    {
        if (weighing.Test is not { Pairs.Count: > 0, Settings.HighIsBad: true } test || weighing.Objective is QueueLagObjective)
        {
            return null;
        }

        return weighing.Result.Outcome != GateTestOutcome.Harmless && weighing.Demand == StepDemand.Proven ? ToProof(weighing, test) : ToFailure(weighing, test);
    }

    /// <summary>The smallest share of bad events, or the smallest fall, that ten more minutes of this traffic show four times out of five.</summary>
    public static string? Power(Weighing weighing)
    {
        var test = weighing.Test;
        if (test is not { Pairs.Count: > 0, Settings.HighIsBad: true, Compared: null } || weighing.Objective is QueueLagObjective or KpiObjective { Definition.Form: KpiForm.Rate })
        {
            return null;
        }

        var next = Next(test.Pairs);
        var buckets = (int)Math.Ceiling(Horizon / weighing.Context.Window.Bucket);
        var share = SmallestShare(weighing, test, next, buckets);
        var traffic = next.CanaryExposure / weighing.Context.Window.Bucket.TotalSeconds;
        var limit = test.Settings.LimitAt(test.Pairs.Count - 1)!.Value;
        var name = weighing.Objective.Name;
        return double.IsInfinity(share)
            ? string.Create(CultureInfo.InvariantCulture, $"at {traffic:0.##} canary requests a second {Durations.Say(Horizon)} cannot show any regression of {name}")
            : $"at this traffic {Durations.Say(Horizon)} can show {Said(weighing.Objective, Math.Max(share, limit))}";
    }

    private static string Said(Objective objective, double share) => objective switch
    {
        LatencyObjective => $"{objective.Name} over its limit once {Quantity.Say(share, Unit.Share)} of the requests are slower than it",
        ApdexObjective => $"an {objective.Name} of {Quantity.Say(1 - share, Unit.Score)} or less",
        { Comparison: Comparison.AtLeast } => $"{objective.Name} of {Quantity.Say(1 - share, Unit.Share)} or less",
        _ => $"{objective.Name} of {Quantity.Say(share, Unit.Share)} or more",
    };

    private static double SmallestShare(Weighing weighing, CountTest test, CountPair next, int buckets)
    {
        var settings = test.Settings;
        var needed = Statistics.Power.InformationNeeded(settings.Alpha, Likely);
        var limit = settings.LimitAt(test.Pairs.Count - 1)!.Value;
        var overLimit = Statistics.Power.SmallestShare(
            [.. Enumerable.Repeat(next.CanaryExposure, buckets)], limit, needed, settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell);
        if (settings.Margin is not { } margin)
        {
            return overLimit;
        }

        var stable = Math.Clamp((test.Pairs.Sum(pair => pair.StableBad) + 0.5) / (test.Pairs.Sum(pair => pair.StableExposure) + 1), 1e-9, 0.999);
        var ratio = Statistics.Power.SmallestRatio(
            [.. Enumerable.Repeat((next.CanaryExposure, next.StableExposure), buckets)],
            stable,
            margin,
            needed,
            settings.Scatter,
            settings.PriorDispersion,
            weighing.Trial.SlowImbalance.Count > 0 ? weighing.Trial.SlowImbalance[^1] : 0,
            settings.Clock.BucketsPerCell);
        return Math.Max(overLimit, ratio * stable);
    }

    private static string? ToFailure(Weighing weighing, CountTest test)
    {
        var next = Next(test.Pairs);
        if (next.CanaryExposure < 1)
        {
            return null;
        }

        var bucket = Durations.Say(weighing.Context.Window.Bucket);
        var (what, part) = weighing.Objective switch
        {
            LatencyObjective => ("slow requests", ""),
            ApdexObjective => ("frustrated requests", ""),
            KpiObjective => ("bad events", ""),
            _ => ("errors", ""),
        };
        return FlipDistance.BadEventsToFail(test.Pairs, test.Settings, test.Compared, Compared(test, next)) is { } bad
            ? $"{Quantity.Count(bad)} {what}{part} among {Quantity.Count(Math.Round(next.CanaryExposure))} canary requests in the next {bucket} fail it"
            : $"no single {bucket} can fail it: a verdict takes several bad buckets";
    }

    private static string? ToProof(Weighing weighing, CountTest test)
    {
        var next = Next(test.Pairs);
        if (next.CanaryExposure <= 0)
        {
            return null;
        }

        var line = weighing.Result.ProofLine;
        var needed = Enumerable.Range(0, 6).Select(power => 1 << power).Append(FurthestProof).Order().Cast<int?>().FirstOrDefault(buckets => Proof(buckets!.Value) >= line);
        return needed is { } more
            ? $"about {Quantity.Count(Math.Round(more * next.CanaryExposure))} more canary requests like these prove it"
            : $"{Durations.Say(FurthestProof * weighing.Context.Window.Bucket)} more of this traffic do not prove it";

        double Proof(int buckets)
        {
            var pairs = test.Pairs.Concat(Enumerable.Repeat(next, buckets)).ToList();
            var compared = test.Compared?.Concat(Enumerable.Repeat(Next(test.Compared), buckets)).ToList();
            var cells = ((pairs.Count - 1) / test.Settings.Clock.BucketsPerCell) + 1;
            var slow = test.Settings.SlowImbalance;
            return GateTest.OfCounts(
                pairs,
                test.Settings with
                {
                    Limits = [.. Enumerable.Range(0, pairs.Count).Select(t => test.Settings.LimitAt(Math.Min(t, test.Pairs.Count - 1))!.Value)],
                    SlowImbalance = slow.Count == 0 ? [] : [.. Enumerable.Range(0, cells).Select(i => slow[Math.Min(i, slow.Count - 1)])],
                },
                compared).LogHarmless;
        }
    }

    /// <summary>What the next bucket is like if it is like the last ones.</summary>
    private static CountPair Next(IReadOnlyList<CountPair> pairs)
    {
        var recent = pairs.TakeLast(RecentBuckets).ToList();
        return new CountPair(
            recent.Average(pair => pair.CanaryBad), recent.Average(pair => pair.CanaryExposure), recent.Average(pair => pair.StableBad), recent.Average(pair => pair.StableExposure));
    }

    /// <summary>Stable's bad events as the comparison counts them.</summary>
    private static CountPair Compared(CountTest test, CountPair next) => test.Compared is { } compared ? next with { StableBad = Next(compared).StableBad } : next;
}
