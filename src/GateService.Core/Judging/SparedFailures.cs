using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Trials;

namespace GateService.Core.Judging;

/// <summary>Requests that fail beside the canary as stable's do, and that the canary does not fail.</summary>
internal static class SparedFailures
{
    private const double StandardErrors = 2;

    /// <summary>Of all that fails, by its status or by its agent's mark, as many as it seems; null where the canary fails no fewer, and where one of stable's pods fails alone.</summary>
    public static LackingErrors? Perhaps(Docket docket) => Failures(docket) is { } all ? Lacking(all, 0) : null;

    /// <summary>
    /// Of what nobody got an answer to, 5xx, and of the callers' mistakes that stable answers with 200: as many as it is for certain, and no more than of all that fails. What an agent only marks, such as an exception that was
    /// handled, may have been answered well, and then a refusal takes something. Null where it is not certain.
    /// </summary>
    public static LackingErrors? Certain(Docket docket)
    {
        if (Failures(docket) is not { } all || docket.Trials.FirstOrDefault(other => other.Objective is ErrorRateObjective) is not { } answered || Lacking(all, StandardErrors) is not { } most)
        {
            return null;
        }

        var some = ReferenceEquals(all, answered) ? most : Marks(docket, all, answered) is var (canary, stable)
            ? LackingErrors.Of("", t => Bad(answered.Evidence.Judged, t) + canary[t], t => Bad(answered.Evidence.Control, t) + stable[t], all, StandardErrors)
            : Lacking(answered, StandardErrors);
        return some is null ? null : some with { Lack = Math.Min(some.Lack, most.Lack) };
    }

    /// <summary>Whatever fails.</summary>
    private static Trial? Failures(Docket docket) => docket.Trials.FirstOrDefault(other => other.Objective is SuccessRateObjective) ?? docket.Trials.FirstOrDefault(other => other.Objective is ErrorRateObjective);

    private static LackingErrors? Lacking(Trial failures, double standardErrors) => IsBeside(failures)
        ? LackingErrors.Of("", t => Bad(failures.Evidence.Judged, t), t => Bad(failures.Evidence.Control, t), failures, standardErrors)
        : null;

    /// <summary>Of both slices, bucket by bucket, what is marked as an error in an answer that says success, and is a caller's by the policy's signatures: GraphQL's, for example. Null where none of stable's is.</summary>
    private static (double[] Canary, double[] Stable)? Marks(Docket docket, Trial all, Trial answered)
    {
        if (docket.Errors is not { Unavailable: null } errors || !IsBeside(all) || !IsBeside(answered) || all.Evidence.Judged.Buckets.Count != answered.Evidence.Judged.Buckets.Count)
        {
            return null;
        }

        var classifier = new Classifier(all.Context.Attribution, errors.FailedCalls, DateOnly.FromDateTime(all.Context.Window.End.UtcDateTime));
        double[] stable = Of(errors.Stable, all.Evidence.Control, answered.Evidence.Control);
        return stable.Sum() > 0 ? (Of(errors.Canary, all.Evidence.Judged, answered.Evidence.Judged), stable) : null;

        double[] Of(IReadOnlyList<ErrorSeries> series, SliceEvidence failed, SliceEvidence errors)
        {
            var callers = series.Where(one => one.Buckets.Count == failed.Buckets.Count && one.Signature is { } signature && classifier.Of(signature).Origin == SignatureOrigin.Client).ToList();
            return [.. failed.Buckets.Select((_, t) => Math.Clamp(callers.Sum(one => one.Buckets[t].Failures - one.Buckets[t].Errors), 0, Math.Max(0, Bad(failed, t) - Bad(errors, t))))];
        }
    }

    private static bool IsBeside(Trial trial) => trial.Evidence.Control.Buckets.Count == trial.Evidence.Judged.Buckets.Count;

    private static double Bad(SliceEvidence slice, int t) => slice.Buckets[t].Bad ?? 0;
}
