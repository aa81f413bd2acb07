using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>How small a regression ten minutes of this traffic can show, four times out of five: what a step that passes may still hide.</summary>
internal static class PowerSentence
{
    private const double Likely = 0.8;
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    public static string? Of(Weighing weighing)
    {
        if (weighing.Trial.Judged.Count == 0)
        {
            return null;
        }

        var fewest = weighing.Settings.FewestBadBuckets ?? weighing.Settings.Clock.FewestBadBuckets;
        return Buckets(weighing) < fewest ? $"{Said} cannot show anything: a verdict takes {fewest} buckets of {Durations.Say(weighing.Context.Window.Bucket)}"
            : weighing.Means is { } means ? OfMeans(weighing, means)
            : weighing.Counts is not { } counts ? null
            : MinutesOverLimit.Covers(weighing.Objective) ? OfMinutes(weighing, counts)
            : OfCounts(weighing, counts);
    }

    private static string Said => Durations.Say(Horizon);

    private static string OfCounts(Weighing weighing, CountCase test)
    {
        var isRate = weighing.Objective.IsRate;
        var pairs = test.Compared ?? test.Pairs;
        var next = Upcoming.Of(pairs);
        var traffic = Traffic(next, weighing);
        var stable = StableShare(pairs);
        var share = isRate ? OfMargin(weighing, next, stable) * stable : Smallest(weighing, test, next, stable);
        if (double.IsInfinity(share) || share <= 0)
        {
            return $"{traffic} {Said} cannot show any regression of {weighing.Objective.Name}";
        }

        return $"{traffic} {Said} can show {(isRate ? Rate(weighing.Objective, share, stable, next, weighing) : Change(weighing, share, stable))}";
    }

    /// <summary>Both must be shown: over the limit, and worse than stable by the margin.</summary>
    private static double Smallest(Weighing weighing, CountCase test, CountPair next, double stable)
    {
        var settings = weighing.Settings;
        if (settings.HarmLimitAt(test.Pairs.Count - 1) is not { } limit)
        {
            return OfMargin(weighing, next, stable) * stable;
        }

        double[] exposures = [.. Enumerable.Repeat(next.CanaryExposure, Buckets(weighing))];
        var cell = settings.Clock.BucketsPerCell;
        if (settings.HighIsBad)
        {
            var over = Power.SmallestShare(exposures, limit, Needed(settings), settings.Scatter, settings.PriorDispersion, cell);
            return settings.Margin is null || IsComparedElsewhere(weighing, test) ? over : Math.Max(over, OfMargin(weighing, next, stable) * stable);
        }

        var under = Power.LargestShare(exposures, limit, Needed(settings), settings.Scatter, settings.PriorDispersion, cell);
        return IsComparedElsewhere(weighing, test) ? under : Math.Min(under, OfMargin(weighing, next, stable) * stable);
    }

    /// <summary>Of quantiles both slices are compared at another line than the limit, and no share at the limit says which. Error lines are the same ones, though a request may log several.</summary>
    private static bool IsComparedElsewhere(Weighing weighing, CountCase test) => test.Compared is not null && weighing.Objective is not LogErrorsObjective;

    private static double OfMargin(Weighing weighing, CountPair next, double stable)
    {
        if (weighing.Settings is not { Margin: { } margin } settings)
        {
            return double.PositiveInfinity;
        }

        (double, double)[] exposures = [.. Enumerable.Repeat((next.CanaryExposure, next.StableExposure), Buckets(weighing))];
        var slow = weighing.Trial.Kept.SlowImbalance.Count > 0 ? weighing.Trial.Kept.SlowImbalance[^1] : 0;
        return settings.IsMoreWorse
            ? Power.SmallestRatio(exposures, stable, margin, Needed(settings), settings.Scatter, settings.PriorDispersion, slow, settings.Clock.BucketsPerCell)
            : Power.LargestRatio(exposures, stable, margin, Needed(settings), settings.Scatter, settings.PriorDispersion, slow, settings.Clock.BucketsPerCell);
    }

    private static string OfMinutes(Weighing weighing, CountCase test)
    {
        var settings = weighing.Settings;
        double[] exposures = [.. Enumerable.Repeat(Math.Min(1, settings.Clock.BucketMinutes), Buckets(weighing))];
        var share = Power.SmallestShare(exposures, MinutesOverLimit.Allowed, Needed(settings), settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell);
        var side = weighing.Objective.Comparison == Comparison.AtMost ? "over" : "under";
        return double.IsInfinity(share)
            ? $"{Said} cannot show {weighing.Objective.Name} {side} its limit"
            : $"{Said} can show {weighing.Objective.Name} {side} its limit in {Quantity.Say(share, Unit.Share)} of the minutes or more";
    }

    private static string OfMeans(Weighing weighing, IReadOnlyList<MeanPair> means)
    {
        var (settings, next) = (weighing.Settings, Upcoming.Of(means));
        var sign = settings.HighIsBad ? 1 : -1;
        var values = new List<double>();
        if (settings.LimitAt(means.Count - 1) is { } limit)
        {
            values.Add(Beyond(limit, Boundary.Absolute(next.Canary, 1).Information));
        }

        if (settings.Margin is { } margin)
        {
            values.Add(Beyond(margin * next.Stable.Mean, Boundary.Relative(next, 1).Information));
        }

        var value = settings.HighIsBad ? values.Max() : values.Min();
        var from = settings.Margin is null ? "" : $" {(settings.HighIsBad ? "rise" : "fall")} from {Quantity.Say(next.Stable.Mean, weighing.Objective.Unit)} to";
        return double.IsFinite(value) && value > 0
            ? $"at this traffic {Said} can show {weighing.Objective.Name}{(from.Length == 0 ? " of" : from)} {Quantity.Say(value, weighing.Objective.Unit)} or {(settings.HighIsBad ? "more" : "less")}"
            : $"at this traffic {Said} cannot show any regression of {weighing.Objective.Name}";

        double Beyond(double boundary, double information) => boundary * Math.Exp(
            sign * Power.SmallestLogDistance([.. Enumerable.Repeat(information, Buckets(weighing))], Needed(settings), settings.Scatter, settings.PriorDispersion, settings.Clock.BucketsPerCell));
    }

    private static string Change(Weighing weighing, double share, double stable)
    {
        var (objective, isCompared) = (weighing.Objective, weighing.Settings.Margin is not null);
        return objective is LatencyObjective latency
            ? $"{objective.Name} over {Quantity.Say(weighing.HarmfulFrom ?? latency.Limit!.At(weighing.Context.Weight), Unit.Seconds)} once {Quantity.Say(RarerSide.IsGood(weighing.Trial) ? 1 - share : share, Unit.Share)} of the requests are slower ({Quantity.Say(1 - latency.Quantile, Unit.Share)} may be)"
            : objective is KpiObjective { Definition.Quantile: { } quantile }
            ? $"{objective.Name} {(objective.Comparison == Comparison.AtMost ? "over" : "under")} {Quantity.Say(objective.Limit!.At(weighing.Context.Weight), objective.Unit)} once {Quantity.Say(share, Unit.Share)} of the events are ({Quantity.Say(objective.Comparison == Comparison.AtMost ? 1 - quantile : quantile, Unit.Share)} may be)"
            : objective.Comparison switch
            {
                Comparison.AtMost => RarerSide.IsGood(weighing.Trial) ? Rise(objective, 1 - share, 1 - stable, isCompared) : Rise(objective, share, stable, isCompared),
                Comparison.AtLeast => RarerSide.IsGood(weighing.Trial) ? Fall(objective, share, stable, isCompared) : Fall(objective, 1 - share, 1 - stable, isCompared),
            };
    }

    private static string Rise(Objective objective, double to, double from, bool isCompared) => isCompared
        ? $"{objective.Name} rise from {Quantity.Say(from, objective.Unit)} to {Quantity.Say(to, objective.Unit)} or more"
        : $"{objective.Name} of {Quantity.Say(to, objective.Unit)} or more";

    private static string Fall(Objective objective, double to, double from, bool isCompared) => isCompared
        ? $"{objective.Name} fall from {Quantity.Say(from, objective.Unit)} to {Quantity.Say(to, objective.Unit)} or less"
        : $"{objective.Name} of {Quantity.Say(to, objective.Unit)} or less";

    private static string Rate(Objective objective, double share, double stable, CountPair next, Weighing weighing)
    {
        var exposure = objective.Unit == Unit.PerRequest ? 1 : next.CanaryExposure / weighing.Context.Window.Bucket.TotalMinutes;
        var worth = Worth(weighing, objective.Unit);
        var (from, to) = (Quantity.Say(stable * exposure * worth, objective.Unit), Quantity.Say(share * exposure * worth, objective.Unit));
        return objective.Comparison == Comparison.AtMost ? $"{objective.Name} rise from {from} to {to} or more" : $"{objective.Name} fall from {from} to {to} or less";
    }

    /// <summary>What one event adds to the value: 1 for a rate, its unit for a sum.</summary>
    private static double Worth(Weighing weighing, Unit unit) => weighing.Trial.Judged.LastOrDefault(bucket => bucket is { Mean: > 0, Bad: > 0 }) is { Mean: { } value, Bad: { } events, Exposure: var exposure }
        ? value / events * (unit == Unit.PerRequest ? exposure : weighing.Context.Window.Bucket.TotalMinutes)
        : 1;

    private static string Traffic(CountPair next, Weighing weighing)
    {
        var all = next.CanaryExposure + next.StableExposure;
        return next.StableExposure > 0
            ? string.Create(CultureInfo.InvariantCulture, $"at {100 * next.CanaryExposure / all:0.#}% of this traffic")
            : string.Create(CultureInfo.InvariantCulture, $"at {next.CanaryExposure / weighing.Context.Window.Bucket.TotalSeconds:0.##} {Nouns.Exposure(weighing.Objective)} a second");
    }

    /// <summary>With half an event, so that a clean stable slice has a share too.</summary>
    private static double StableShare(IReadOnlyList<CountPair> pairs) =>
        Math.Clamp((pairs.Sum(pair => pair.StableBad) + 0.5) / (pairs.Sum(pair => pair.StableExposure) + 1), 1e-9, 0.999);

    private static int Buckets(Weighing weighing) => (int)Math.Ceiling(Horizon / weighing.Context.Window.Bucket);

    private static double Needed(GateSettings settings) => Power.InformationNeeded(settings.Alpha, Likely);
}
