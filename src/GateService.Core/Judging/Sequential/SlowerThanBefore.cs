using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// At 100 % nothing of stable serves beside the canary, and the limit alone is little: a version that is twice as slow under all of the traffic as stable was in the hour before the
/// rollout, and over the floor, is no proven one. It may be the hour of the day, so it never fails by this.
/// </summary>
internal static class SlowerThanBefore
{
    private const double Far = 2;

    /// <summary>Of stable's requests to the canary's.</summary>
    private const double Few = 0.05;

    /// <summary>Stable's percentile of the hour before, in seconds; null where the canary's is not far beyond it, stable serves beside it, or nobody knows.</summary>
    public static double? Of(Weighing weighing, Finding plain) =>
        weighing is { Objective: LatencyObjective latency, Trial.Evidence.StableQuantile: { } before } && plain.Value is { } value && IsAlone(weighing, plain, value) && value >= Far * before && value > (latency.HarmfulFrom(before) ?? double.PositiveInfinity)
            ? before
            : null;

    /// <summary>Clients that keep their connections may linger with stable at 100 %: a few requests say something only where they are as slow.</summary>
    private static bool IsAlone(Weighing weighing, Finding plain, double value) =>
        plain.StableSample is not > 0 || (weighing.Context.Weight >= 100 && plain.StableSample < Few * plain.Sample && !(plain.StableValue * Far > value));

    /// <summary>For example <c>, but 3x stable's 226 ms of the hour before, and nothing of stable serves beside it</c>.</summary>
    public static string Said(Finding finding, double before) =>
        $", but {Quantity.Times(finding.Value!.Value / before)} stable's {Quantity.Say(before, finding.Unit)} of the hour before, and {(finding.StableSample > 0 ? "hardly anything" : "nothing")} of stable serves beside it";
}
