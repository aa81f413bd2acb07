using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>How small a regression so much traffic can show, four times out of five: what a step that passes may still hide.</summary>
internal static class PowerSentence
{
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    /// <summary>Of ten minutes more like the last ones.</summary>
    public static string? Of(Weighing weighing) => weighing.Trial.Judged.Count == 0 || (weighing.Means is null && weighing.Counts is null) ? null
        : Of(PowerCase.Next(weighing, (int)Math.Ceiling(Horizon / weighing.Context.Window.Bucket)), Durations.Say(Horizon));

    /// <param name="ahead">The traffic to come.</param>
    /// <param name="time">How long it takes, in words.</param>
    public static string Of(PowerCase ahead, string time)
    {
        var name = ahead.Objective.Name;
        if (ahead.Buckets < ahead.FewestBuckets)
        {
            return $"{time} cannot show anything: a verdict takes {ahead.FewestBuckets} buckets of {Durations.Say(ahead.Context.Window.Bucket)}";
        }

        if (MinutesOverLimit.Covers(ahead.Objective))
        {
            var side = ahead.Objective.Comparison == Comparison.AtMost ? "over" : "under";
            return ahead.Minutes() is var minutes && double.IsInfinity(minutes) ? $"{time} cannot show {name} {side} its limit"
                : $"{time} can show {name} {side} its limit in {Quantity.Say(minutes, Unit.Share)} of the minutes or more";
        }

        var traffic = ahead.Means.Count > 0 ? "at this traffic" : Traffic(ahead);
        return Seen(ahead) is { } seen ? $"{traffic} {time} can show {seen}" : $"{traffic} {time} cannot show any regression of {name}";
    }

    /// <summary>For example <c>error-rate rise from 0.1 % to 0.34 % or more</c>; null where nothing is.</summary>
    private static string? Seen(PowerCase ahead)
    {
        var value = ahead.Means.Count > 0 ? ahead.Mean() : ahead.Share();
        return double.IsInfinity(value) || value <= 0 ? null
            : ahead.Means.Count > 0 ? OfMean(ahead, value)
            : ahead.Objective.IsRate ? Rate(ahead, value)
            : Change(ahead, value);
    }

    private static string OfMean(PowerCase ahead, double value)
    {
        var (objective, settings) = (ahead.Objective, ahead.Settings);
        var from = settings.Margin is null ? " of" : $" {(settings.HighIsBad ? "rise" : "fall")} from {Quantity.Say(ahead.Means[^1].Stable.Mean, objective.Unit)} to";
        return $"{objective.Name}{from} {Quantity.Say(value, objective.Unit)} or {(settings.HighIsBad ? "more" : "less")}";
    }

    private static string Change(PowerCase ahead, double share)
    {
        var (objective, isCompared, stable) = (ahead.Objective, ahead.Settings.Margin is not null, ahead.StableShare);
        return objective is LatencyObjective latency
            ? $"{objective.Name} over {Line(ahead, latency)} once {Quantity.Say(RarerSide.IsGood(ahead.Trial) ? 1 - share : share, Unit.Share)} of the requests are slower ({Quantity.Limit(1 - latency.Quantile, Unit.Share)} may be)"
            : objective is KpiObjective { Definition.Quantile: { } quantile }
            ? $"{objective.Name} {(objective.Comparison == Comparison.AtMost ? "over" : "under")} {Quantity.Limit(objective.Limit!.At(ahead.Context.Weight), objective.Unit)} once {Quantity.Say(share, Unit.Share)} of the events are ({Quantity.Limit(objective.Comparison == Comparison.AtMost ? 1 - quantile : quantile, Unit.Share)} may be)"
            : objective.Comparison switch
            {
                Comparison.AtMost => RarerSide.IsGood(ahead.Trial) ? Rise(objective, 1 - share, 1 - stable, isCompared) : Rise(objective, share, stable, isCompared),
                Comparison.AtLeast => RarerSide.IsGood(ahead.Trial) ? Fall(objective, share, stable, isCompared) : Fall(objective, 1 - share, 1 - stable, isCompared),
            };
    }

    /// <summary>As a policy writes it; a floor that is worked out from stable as if measured.</summary>
    private static string Line(PowerCase ahead, LatencyObjective latency) =>
        Weighing.HarmfulFromOf(ahead.Trial, ahead.Counts) is { } floor && !floor.Equals(latency.Floor) ? Quantity.Say(floor, Unit.Seconds)
        : Quantity.Limit(Weighing.HarmfulFromOf(ahead.Trial, ahead.Counts) ?? latency.Limit!.At(ahead.Context.Weight), Unit.Seconds);

    private static string Rise(Objective objective, double to, double from, bool isCompared) => isCompared
        ? $"{objective.Name} rise from {Quantity.Say(from, objective.Unit)} to {Quantity.Say(to, objective.Unit)} or more"
        : $"{objective.Name} of {Quantity.Say(to, objective.Unit)} or more";

    private static string Fall(Objective objective, double to, double from, bool isCompared) => isCompared
        ? $"{objective.Name} fall from {Quantity.Say(from, objective.Unit)} to {Quantity.Say(to, objective.Unit)} or less"
        : $"{objective.Name} of {Quantity.Say(to, objective.Unit)} or less";

    private static string Rate(PowerCase ahead, double share)
    {
        var objective = ahead.Objective;
        var exposure = objective.Unit == Unit.PerRequest ? 1 : ahead.Ahead[^1].CanaryExposure / ahead.Context.Window.Bucket.TotalMinutes;
        var worth = Worth(ahead, objective.Unit);
        var (from, to) = (Quantity.Say(ahead.StableShare * exposure * worth, objective.Unit), Quantity.Say(share * exposure * worth, objective.Unit));
        return objective.Comparison == Comparison.AtMost ? $"{objective.Name} rise from {from} to {to} or more" : $"{objective.Name} fall from {from} to {to} or less";
    }

    /// <summary>What one event adds to the value: 1 for a rate, its unit for a sum.</summary>
    private static double Worth(PowerCase ahead, Unit unit) => ahead.Trial.Judged.LastOrDefault(bucket => bucket is { Mean: > 0, Bad: > 0 }) is { Mean: { } value, Bad: { } events, Exposure: var exposure }
        ? value / events * (unit == Unit.PerRequest ? exposure : ahead.Context.Window.Bucket.TotalMinutes)
        : 1;

    private static string Traffic(PowerCase ahead)
    {
        var next = ahead.Ahead[^1];
        var all = next.CanaryExposure + next.StableExposure;
        return next.StableExposure > 0
            ? $"at {Quantity.Say(next.CanaryExposure / all, Unit.Share)} of this traffic"
            : $"at {Quantity.Say(next.CanaryExposure / ahead.Context.Window.Bucket.TotalSeconds, Unit.Count)} {Nouns.Exposure(ahead.Objective)} a second";
    }
}
