using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>What one objective sees by the end of one step, and what it takes to see more.</summary>
/// <param name="Whole">The steps before, and the step as long as anybody looks.</param>
/// <param name="Before">Buckets of the steps before that count.</param>
/// <param name="Visible">Buckets that are there at the end of the step as planned.</param>
/// <param name="Lost">What a step is longer than its buckets that count at its end: warm-up and ingest delay.</param>
internal sealed record StepPower(PowerCase Whole, int Before, int Visible, TimeSpan Lost)
{
    private bool IsMean => Whole.Means.Count > 0;

    private bool IsGauge => MinutesOverLimit.Covers(Whole.Objective);

    private bool IsMoreWorse => Whole.Objective.IsRate ? Whole.Settings.IsMoreWorse : Whole.Settings.HighIsBad;

    /// <summary>See <see cref="Sensitivity.Unit"/>.</summary>
    public Unit Unit => IsMean ? Whole.Objective.Unit : Whole.Objective.IsRate ? Unit.PerRequest : IsGauge || IsOfQuantile ? Unit.Share : Whole.Objective.Unit;

    /// <summary>See <see cref="Sensitivity.Stable"/>.</summary>
    public double? Stable => Own is { } stable ? Told(stable) : null;

    /// <summary>See <see cref="Sensitivity.Seen"/>.</summary>
    public double? Seen => Within(Whole.UpTo(Visible)) is var value && double.IsFinite(value) && value > 0 ? Told(value) : null;

    /// <summary>Stable's mean, or its share of what is tested; null for gauges, which are held against nothing but their limit.</summary>
    private double? Own => IsGauge ? null : IsMean ? Whole.Means[^1].Stable.Mean : Whole.StableShare;

    private bool IsOfQuantile => Whole.Objective is LatencyObjective or KpiObjective { Definition.Quantile: not null };

    /// <param name="times">So many times stable's bad events, or mean; above 1.</param>
    public WishedRegression? Wished(double times)
    {
        if (Own is not { } stable)
        {
            return null;
        }

        var value = IsMoreWorse ? IsMean || Whole.Objective.IsRate ? times * stable : Math.Min(1, times * stable) : stable / times;
        if (IsSeen(Whole.UpTo(Visible), value))
        {
            return new(Told(value), true, null, null, $"the step shows {Said(times)}");
        }

        var length = Length(value);
        var limit = Limit(value);
        var says = (length, limit) switch
        {
            ({ } needed, { } tighter) => $"a step of {Durations.Say(needed)} shows {Said(times)}, or this one with {LimitName} {Quantity.Say(tighter, Whole.Objective.Unit)}",
            ({ } needed, null) => $"a step of {Durations.Say(needed)} shows {Said(times)}",
            (null, { } tighter) => $"no step shows {Said(times)} beside this {LimitName}; this one does with {LimitName} {Quantity.Say(tighter, Whole.Objective.Unit)}",
            (null, null) when IsWithinMargin(times) => $"no step shows {Said(times)}: the margin allows {Quantity.Margin(Margin!.Value)}",
            (null, null) when IsWithinLimit(value) => $"no step shows {Said(times)}: that is within the {LimitName}",
            (null, null) => $"neither a step of a day nor another {LimitName} shows {Said(times)}: it takes more traffic, or a greater weight",
        };
        return new(Told(value), false, length, limit, says);
    }

    private string LimitName => Whole.Settings.Floor is not null && Whole.Settings.Margin is not null ? "floor" : "limit";

    private double? Margin => Whole.Settings.Margin is { } margin ? IsMoreWorse ? margin : 1 / margin : null;

    private bool IsWithinMargin(double times) => Margin is { } margin && times <= margin;

    private bool IsWithinLimit(double value) => Whole.HarmLimit is { } limit && (IsMoreWorse ? value <= limit : value >= limit);

    private string Said(double times) => $"{Quantity.Margin(times)} {(IsMean ? "stable's value" : "stable's bad events")}";

    private double Within(PowerCase ahead) => IsGauge ? ahead.Minutes() : IsMean ? ahead.Mean() : ahead.Share();

    private bool IsSeen(PowerCase ahead, double value) => IsMoreWorse ? Within(ahead) <= value : Within(ahead) is > 0 and var least && least >= value;

    /// <summary>More buckets never tell less.</summary>
    private TimeSpan? Length(double value)
    {
        var (hidden, seen) = (Before, Whole.Buckets);
        if (!IsSeen(Whole, value))
        {
            return null;
        }

        while (seen - hidden > 1)
        {
            var middle = (hidden + seen) / 2;
            (hidden, seen) = IsSeen(Whole.UpTo(middle), value) ? (hidden, middle) : (middle, seen);
        }

        return ((seen - Before) * Whole.Context.Window.Bucket) + Lost;
    }

    /// <summary>
    /// The limit nearest to today's with which the step shows it. A quantile's limit is a duration, and which share of the requests is slower than another one nobody asked; where stable alone
    /// is the limit there is none.
    /// </summary>
    private double? Limit(double value)
    {
        var objective = Whole.Objective;
        if (IsGauge || objective.IsRate || IsOfQuantile || Whole.Settings.Limits is null)
        {
            return null;
        }

        var ahead = Whole.UpTo(Visible);
        var (tightest, loosest) = IsMoreWorse ? (value * 1e-6, value) : (value + ((1 - value) * (1 - 1e-6)), value);
        if (IsMean && !IsMoreWorse)
        {
            tightest = value * 1e6;
        }

        if (!IsSeen(ahead.Within(tightest), value))
        {
            return null;
        }

        var (seen, hidden) = (tightest, loosest);
        for (var i = 0; i < 60; i++)
        {
            var middle = Math.Sqrt(seen * hidden);
            (seen, hidden) = IsSeen(ahead.Within(middle), value) ? (middle, hidden) : (seen, middle);
        }

        return Told(seen);
    }

    /// <summary>A share of what is tested as the policy writes it; of a quantile the bad events: those beyond its limit.</summary>
    private double Told(double value)
    {
        if (IsMean || IsGauge || Whole.Objective.IsRate)
        {
            return value;
        }

        var bad = RarerSide.IsGood(Whole.Trial) ? 1 - value : value;
        return IsOfQuantile || Whole.Objective.Comparison == Comparison.AtMost ? bad : 1 - bad;
    }
}
