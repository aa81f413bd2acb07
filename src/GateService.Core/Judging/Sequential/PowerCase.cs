using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Sequential;

/// <summary>What an objective's gate can see of traffic to come, four times out of five: numbers, no words.</summary>
internal sealed record PowerCase(Trial Trial, GateSettings Settings)
{
    private const double Likely = 0.8;

    /// <summary>The counts that are tested; null for means.</summary>
    public CountCase? Counts { get; init; }

    /// <summary>Counts to come, bucket by bucket; empty for means.</summary>
    public IReadOnlyList<CountPair> Ahead { get; init; } = [];

    /// <summary>Means to come; empty for counts.</summary>
    public IReadOnlyList<MeanPair> Means { get; init; } = [];

    /// <summary>Buckets before those to come, as <see cref="GateSettings.Limits"/> counts them.</summary>
    private int Begin { get; init; }

    /// <summary>Stable's share of what is tested, above 0 and below 1: with half an event, so that a clean stable slice has a share too.</summary>
    public double StableShare { get; private init; }

    public Objective Objective => Trial.Objective;

    public JudgingContext Context => Trial.Context;

    public int Buckets => Math.Max(Ahead.Count, Means.Count);

    public int FewestBuckets => Settings.FewestBadBuckets ?? Settings.Clock.FewestBadBuckets;

    private double Needed => Power.InformationNeeded(Settings.Alpha, Likely);

    private double NeededOfLimit => Power.InformationNeeded(Settings.OfLimit, Likely);

    private double SlowImbalance => Trial.Kept.SlowImbalance.Count > 0 ? Trial.Kept.SlowImbalance[^1] : 0;

    /// <summary>So many buckets more like the last ones.</summary>
    public static PowerCase Next(Weighing weighing, int buckets)
    {
        var next = new PowerCase(weighing.Trial, weighing.Settings) { Begin = weighing.Trial.Judged.Count };
        if (weighing.Means is { } means)
        {
            return next with { Means = [.. Enumerable.Repeat(Upcoming.Of(means), buckets)] };
        }

        var pairs = weighing.Counts!.Compared ?? weighing.Counts.Pairs;
        return next with { Counts = weighing.Counts, Ahead = [.. Enumerable.Repeat(Upcoming.Of(pairs), buckets)], StableShare = ShareOf(pairs) };
    }

    /// <summary>Every bucket of a trial that is yet to come.</summary>
    public static PowerCase Planned(Trial trial)
    {
        var settings = Weighing.SettingsOf(trial);
        if (trial.Objective is KpiObjective { Definition.Form: KpiForm.Mean })
        {
            var means = MeanCase.Of(trial, settings);
            return new(trial, means.Settings) { Means = means.Pairs };
        }

        var counts = CountCase.Of(trial, settings);
        var pairs = counts.Compared ?? counts.Pairs;
        return new(trial, counts.Settings) { Counts = counts, Ahead = pairs, StableShare = ShareOf(pairs) };
    }

    /// <summary>The first buckets alone.</summary>
    public PowerCase UpTo(int buckets) => this with { Ahead = [.. Ahead.Take(buckets)], Means = [.. Means.Take(buckets)] };

    /// <summary>The same with another limit in every bucket.</summary>
    public PowerCase Within(double limit) => this with { Settings = Settings with { Limits = Settings.Limits is null ? null : [limit], Floor = Settings.Floor is null ? null : limit } };

    /// <summary>The least bad share of what is tested that is seen: over the limit, and worse than stable by the margin. Infinite, or 0 where low is bad, where none is.</summary>
    public double Share()
    {
        if (Ahead.Count == 0 || Buckets < FewestBuckets)
        {
            return (Objective.IsRate ? Settings.IsMoreWorse : Settings.HighIsBad) ? double.PositiveInfinity : 0;
        }

        var worse = OfMargin() * StableShare;
        return HarmLimit is null ? worse
            : Settings.Margin is null || IsComparedElsewhere ? OfLimit()
            : Settings.HighIsBad ? Math.Max(OfLimit(), worse)
            : Math.Min(OfLimit(), worse);
    }

    /// <summary>The least share of the minutes that a gauge is over its limit, and is seen; infinite where none is.</summary>
    public double Minutes() => Buckets < FewestBuckets ? double.PositiveInfinity : Power.SmallestShare(
        [.. Enumerable.Repeat((Math.Min(1, Settings.Clock.BucketMinutes), MinutesOverLimit.Allowed), Buckets)], Needed, Settings.Scatter, Settings.PriorDispersion, Settings.Clock.BucketsPerCell);

    /// <summary>The least bad mean that is seen over the last bucket's limit and worse than stable by the margin, in the objective's unit; infinite, or 0 where low is bad, where none is.</summary>
    public double Mean()
    {
        var none = Settings.HighIsBad ? double.PositiveInfinity : 0;
        if (Means.Count == 0 || Buckets < FewestBuckets)
        {
            return none;
        }

        double?[] seen =
        [
            HarmLimit is { } limit ? Beyond(limit, NeededOfLimit, pair => Boundary.Absolute(pair.Canary, 1).Information) : null,
            Settings.Margin is { } margin ? Beyond(margin * Means[^1].Stable.Mean, Needed, pair => Boundary.Relative(pair, 1).Information) : null,
        ];
        var values = seen.OfType<double>().DefaultIfEmpty(none);
        return Settings.HighIsBad ? values.Max() : values.Min();

        double Beyond(double boundary, double needed, Func<MeanPair, double> information) => boundary * Math.Exp(
            (Settings.HighIsBad ? 1 : -1) * Power.SmallestLogDistance([.. Means.Select(information)], needed, Settings.Scatter, Settings.PriorDispersion, Settings.Clock.BucketsPerCell));
    }

    /// <summary>Of quantiles both slices are compared at another line than the limit, and no share at the limit says which. Error lines are the same ones, though a request may log several.</summary>
    public bool IsComparedElsewhere => Counts?.Compared is not null && Objective is not LogErrorsObjective;

    /// <summary>What must be exceeded in the last bucket; null where stable alone is the limit, and for a rate, whose minutes are held against it.</summary>
    public double? HarmLimit => Objective.IsRate ? null : IsOfMeans ? Settings.LimitAt(LimitIndex(Means.Count - 1)) : Settings.HarmLimitAt(LimitIndex(Ahead.Count - 1));

    private bool IsOfMeans => Means.Count > 0;

    private double OfLimit()
    {
        (double, double)[] exposures = [.. Ahead.Select((pair, t) => (pair.CanaryExposure, Settings.HarmLimitAt(LimitIndex(t))!.Value))];
        return Settings.HighIsBad
            ? Power.SmallestShare(exposures, NeededOfLimit, Settings.Scatter, Settings.PriorDispersion, Settings.Clock.BucketsPerCell)
            : Power.LargestShare(exposures, NeededOfLimit, Settings.Scatter, Settings.PriorDispersion, Settings.Clock.BucketsPerCell);
    }

    private double OfMargin()
    {
        if (Settings.Margin is not { } margin)
        {
            return Settings.IsMoreWorse ? double.PositiveInfinity : 0;
        }

        var heldAlone = Settings.IsMoreWorse == Settings.HighIsBad && !IsComparedElsewhere && !Objective.IsRate;
        (double, double, double?)[] exposures = [.. Ahead.Select((pair, t) => (pair.CanaryExposure, pair.StableExposure, heldAlone ? Settings.LimitAt(LimitIndex(t)) : null))];
        return Settings.IsMoreWorse
            ? Power.SmallestRatio(exposures, StableShare, margin, Needed, Settings.Scatter, Settings.PriorDispersion, SlowImbalance, Settings.Clock.BucketsPerCell)
            : Power.LargestRatio(exposures, StableShare, margin, Needed, Settings.Scatter, Settings.PriorDispersion, SlowImbalance, Settings.Clock.BucketsPerCell);
    }

    /// <summary>What lies beyond the buckets that limits are known of has the last one's.</summary>
    private int LimitIndex(int bucket) => Math.Min(Begin + bucket, (Settings.Limits?.Count ?? 1) - 1);

    private static double ShareOf(IReadOnlyList<CountPair> pairs) =>
        Math.Clamp((pairs.Sum(pair => pair.StableBad) + 0.5) / (pairs.Sum(pair => pair.StableExposure) + 1), 1e-9, 0.999);
}
