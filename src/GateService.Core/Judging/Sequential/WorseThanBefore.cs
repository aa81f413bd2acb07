using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// Under all of the traffic (a canary's 100 %, a blue/green switch) nothing of stable serves beside the new version, and its limit alone is little: one that is twice as slow as stable was in the hour before the
/// rollout, and over the floor, or that fails more than that hour ever did, is no proven one. It may be the hour of the day, so it never fails by this.
/// </summary>
internal static class WorseThanBefore
{
    private const double Far = 2;

    private const double FewestBad = 10;

    /// <summary>Cells in which nothing of stable serves any more.</summary>
    private const int Latest = 3;

    /// <summary>Of stable's requests to the new version's.</summary>
    private const double Few = 0.05;

    /// <summary>
    /// Stable's percentile of the hour before, in seconds, or the share of its requests that failed or were dissatisfied then; null where the new version's is not far beyond it, stable serves beside it, or nobody knows.
    /// </summary>
    public static double? Of(Weighing weighing, Finding plain) => plain.Value is not { } value ? null
        : weighing.Objective is LatencyObjective latency ? OfTime(weighing, plain, latency, value)
        : weighing.Objective is ErrorRateObjective or SuccessRateObjective or ApdexObjective ? OfShare(weighing, plain, Lost(plain, value))
        : null;

    private static double? OfTime(Weighing weighing, Finding plain, LatencyObjective latency, double value) =>
        weighing.Trial.Evidence.StableQuantile is { } before && value > (latency.HarmfulFrom(before) ?? double.PositiveInfinity) && IsFar(weighing, plain, value, before) ? before : null;

    private static double? OfShare(Weighing weighing, Finding plain, double lost) =>
        plain.Bad >= FewestBad && Past(weighing.Trial) is { } past && lost > past.Boundary(weighing.Objective) && IsFar(weighing, plain, lost, past.Share) ? past.Share : null;

    /// <summary>Clients that keep their connections may linger with stable: a few requests say something only where they are as bad.</summary>
    private static bool IsFar(Weighing weighing, Finding plain, double value, double before) => value >= Far * before && !IsPreview(weighing.Trial)
        && (plain.StableSample is not > 0 || (weighing.Context.Weight >= 100 && plain.StableSample < Few * plain.Sample && !(plain.StableValue is { } stable && Far * Lost(plain, stable) > value)));

    /// <summary>Before a switch the users are stable's, and what tries the new version out is no traffic to hold against theirs.</summary>
    private static bool IsPreview(Trial trial)
    {
        var (pods, window) = (trial.Evidence.StablePods, trial.Context.Window);
        var cell = StablePast.CellOf(pods);
        var latest = window.End - (Latest * (cell > window.Bucket ? cell : window.Bucket));
        var from = latest > window.Begin ? latest : window.Begin;
        return pods.SelectMany(pod => pod.Cells).Where(known => known.Begin >= from).Sum(known => known.Exposure) > Few * trial.Evidence.Judged.Buckets.Where(known => known.Begin >= from).Sum(known => known.Exposure);
    }

    /// <summary>What grows as the value gets worse.</summary>
    private static double Lost(Finding plain, double value) => plain.Comparison == Comparison.AtMost ? value : 1 - value;

    private static StablePast? Past(Trial trial) => trial.Evidence.Judged.Buckets.FirstOrDefault(bucket => bucket.Exposure > 0) is { Exposure: > 0 } first ? StablePast.Of(WellPods.Of(trial.Evidence, trial.Context, first.Begin), first.Begin) : null;

    /// <summary>For example <c>, but 3x stable's 226 ms of the hour before, and nothing of stable serves beside it</c>.</summary>
    public static string Said(Finding finding, double before)
    {
        var was = finding.Comparison == Comparison.AtLeast ? $"stable's was {Quantity.Say(1 - before, finding.Unit)} in the hour before"
            : before > 0 ? $"{Quantity.Times(finding.Value!.Value / before)} stable's {Quantity.Say(before, finding.Unit)} of the hour before"
            : "stable had none in the hour before";
        return $", but {was}, and {(finding.StableSample > 0 ? "hardly anything" : "nothing")} of stable serves beside it";
    }
}
