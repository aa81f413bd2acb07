using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// A latency or an Apdex that stable has not kept for as long as its past is known, as long polls make it: nothing is degraded, and no canary can keep it. The limit stays what it is, and what is said is true.
/// </summary>
internal static class UsualSlowness
{
    /// <summary>Stable did not keep the limit in any third of the hour before; of a latency that has several, not even the loosest.</summary>
    public static bool IsOf(Trial trial) => Of(trial) is not null;

    /// <summary>What a policy's owner should know, where the canary does not keep the limit either: which one stable does not keep. Null where it does.</summary>
    /// <param name="trial">Of a latency or an Apdex.</param>
    /// <param name="isBeyond">The canary is beyond its limit.</param>
    public static string? Note(Trial trial, bool isBeyond) => isBeyond && Of(trial) is { } share && trial.Objective is { Limit: { } limit, Name: var name, Unit: var unit } objective
        ? $"{name}: stable did not keep {Quantity.Limit(objective is LatencyObjective ? limit.Entries.Max(entry => entry.Value) : limit.At(trial.Context.Weight), unit)} in the hour before ({Told(objective, share)}), "
            + "and no canary can: give it a limit that stable keeps, or leave out the requests that are slow by design"
        : null;

    private static string Told(Objective objective, double share) => objective is LatencyObjective { Quantile: var quantile }
        ? $"{Quantity.Say(share, Unit.Share)} of its requests took longer, where {Quantity.Say(1 - quantile, Unit.Share)} may"
        : $"it was {Quantity.Say(1 - share, Unit.Score)}";

    /// <summary>Stable's share beyond the limit in its past.</summary>
    private static double? Of(Trial trial) =>
        trial.Objective is LatencyObjective { Quantile: var quantile, Judge.Needs.Pods: true } ? Past(trial, cell => cell.BadOverLimit) is { Share: var slower } && slower > 1 - quantile ? slower : null
        : trial.Objective is ApdexObjective { Judge.Needs.Pods: true, Limit: { } limit } ? Past(trial, cell => cell.Bad) is { Share: var lost } && 1 - lost < limit.At(trial.Context.Weight) ? lost : null
        : null;

    private static StablePast? Past(Trial trial, Func<Bucket, double?> bad) => UsualFailures.Past(
        trial.Evidence with { StablePods = [.. trial.Evidence.StablePods.Select(pod => pod with { Cells = [.. pod.Cells.Select(cell => cell with { Bad = bad(cell) })] })] }, trial.Context);
}
