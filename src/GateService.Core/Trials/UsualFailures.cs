using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// A success rate that stable has not kept for as long as its past is known: answers that an agent marks as errors at all times (GraphQL errors in a 200, expected exceptions). No canary can keep such a limit, so
/// it is held against what stable was: half as much again as its mean, and its worst minutes. Beside a stable that is better the limit as it is written is still what it must be under to fail.
/// </summary>
internal static class UsualFailures
{
    /// <summary>How many times stable's mean is still its background.</summary>
    private const double Times = 1.5;

    /// <summary>Each part of the past must have so much of the mean at the least: a trouble that began within it is none that was always there.</summary>
    private const double Half = 0.5;

    private const int Parts = 3;

    private const double FewestBad = 10;

    /// <summary>A share of the requests beyond which nothing is usual.</summary>
    private const double Most = 0.2;

    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(25);

    /// <summary>A migration may run before the canary's first request.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);

    /// <summary>The objective as it is held against a canary; itself where stable kept its limit.</summary>
    public static Objective Of(Objective objective, ObjectiveEvidence evidence, JudgingContext context)
    {
        if (objective is not SuccessRateObjective { Limit: { } limit, Judge.Needs.Pods: true } || Past(evidence, context) is not { } past)
        {
            return objective;
        }

        // What stable keeps stays as it is, and nothing becomes looser than that.
        var usual = 1 - Usual(past);
        var least = limit.Entries.Where(entry => IsKept(entry.Value)).Select(entry => entry.Value).Append(usual).Max();
        return usual < 1 - Most || limit.Entries.All(entry => entry.Value <= least || IsKept(entry.Value)) ? objective
            : objective with { Limit = new StepLimits(limit.Entries.ToDictionary(entry => entry.Key, entry => IsKept(entry.Value) ? entry.Value : Math.Min(entry.Value, least))), Floor = objective.Floor ?? limit.At(context.Weight) };

        bool IsKept(double value) => past.Share <= 1 - value;
    }

    /// <summary>
    /// Answers of 5xx are a promise, and no limit of theirs is widened: but where nothing of stable serves beside the canary, and stable had as many in its whole past, nobody could say that the change made them.
    /// </summary>
    /// <returns>The share that stable had before, where the canary has no more than that; else null.</returns>
    /// <param name="trial">An error rate's.</param>
    /// <param name="value">The canary's in the window.</param>
    public static double? AsBefore(Trial trial, double? value) => trial is { Objective: ErrorRateObjective { Judge.Needs.Pods: true }, Evidence.Control: not SliceEvidence.Measured { Sample: > 0 } }
        && Past(trial.Evidence, trial.Context) is { } past && value <= Usual(past) && Usual(past) <= Most ? past.Share : null;

    /// <summary>What a policy's owner should know: its limit is one that stable does not keep. Null where it does.</summary>
    public static string? Note(Trial trial) => trial is { Written: { } written, Objective: { Name: var name, Limit: { } limit }, Context.Weight: var weight } && !written.At(weight).Equals(limit.At(weight))
        ? $"{name}: stable did not keep {Quantity.Limit(written.At(weight), Unit.Share)} in the hour before; the canary is held against {Quantity.Say(limit.At(weight), Unit.Share)}, half as many failures again as stable's, its worst minutes, or the strictest limit of another weight that it kept"
        : null;

    /// <summary>What the canary's failures may be without being more than stable's ever were.</summary>
    private static double Usual(StablePast past) => Math.Max(Times * past.Share, past.Worst);

    /// <summary>Stable's past, where it failed in all of it, and it is long enough to say so; without a pod that was ill all the while (<see cref="WellPods"/>).</summary>
    internal static StablePast? Past(ObjectiveEvidence evidence, JudgingContext context) =>
        context is { Slice: Slice.Canary, Mode: not GateMode.Preflight } && evidence.Judged.Buckets.FirstOrDefault(bucket => bucket.Exposure > 0) is { Exposure: > 0 } first
        && StablePast.Of(WellPods.Of(evidence, context, first.Begin - Lead), first.Begin - Lead) is { } past && past.Cells.Count(cell => cell.Exposure > 0) * StablePast.CellOf(evidence.StablePods) >= Enough
        && past.Cells.Sum(cell => cell.Bad) >= FewestBad && IsConstant(past) ? past : null;

    private static bool IsConstant(StablePast past)
    {
        List<(double Bad, double Exposure)> served = [.. past.Cells.Where(cell => cell.Exposure > 0)];
        return Enumerable.Range(0, Parts).All(part =>
        {
            var cells = served.Take((part + 1) * served.Count / Parts).Skip(part * served.Count / Parts).ToList();
            return cells.Sum(cell => cell.Bad) >= Half * past.Share * cells.Sum(cell => cell.Exposure);
        });
    }
}
