using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Requests that the canary refuses where stable fails them: a change that answers 400 to what used to end in a 500 takes nothing from anybody. As many refusals as it has fewer failed requests than stable, for
/// certain, are left out of the minutes in which stable fails; what it refuses beyond them, or at another time, is held against stable's as ever, and so is all where one of stable's pods fails alone. The other way
/// round, 400 that became 500, is an error rate.
/// </summary>
internal static class RefusedInstead
{
    private const double StandardErrors = 2;

    /// <param name="finding">Of a refusal rate.</param>
    /// <param name="trial">Of that.</param>
    /// <param name="docket">Holds a success rate, or an error rate.</param>
    /// <param name="judge">Judges what is left.</param>
    public static Finding Of(Finding finding, Trial trial, Docket docket, IJudge judge)
    {
        if (trial is not { Objective: RefusalRateObjective, Evidence.Judged: SliceEvidence.Measured measured } || finding is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious })
            || Failures(docket) is not { } failures || Spared(failures, 0) is not { } about)
        {
            return finding;
        }

        var refused = measured.Buckets.Where((_, t) => about.IsAbout(t)).Sum(bucket => bucket.Bad ?? 0);
        if (Spared(failures, StandardErrors) is not { } certain || Without(certain) is not { } rest)
        {
            // Not for certain as many: it is held where the number itself leaves nothing to fail for.
            return finding.Outcome == FindingOutcome.Tripped && Without(about) is not null
                ? finding with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.Suspicious, Reason = finding.Reason.With("by about as many the canary fails fewer than stable: it may refuse what stable fails") }
                : finding;
        }

        return rest with { Reason = rest.Reason.With($"without {Quantity.Count(Math.Floor(Math.Min(certain.Lack, refused)))} of {Quantity.Count(measured.Buckets.Sum(bucket => bucket.Bad ?? 0))} refused requests, by which the canary fails fewer than stable") };

        Finding? Without(LackingErrors spared) => refused <= 0 ? null : judge.Judge(trial.With(trial.Evidence with { Judged = Less(measured, trial, spared, Math.Max(0, 1 - (spared.Lack / refused))) })) is var judged
            && judged is { Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious } ? null : judged;
    }

    /// <summary>Whatever fails, by its status or by its agent's mark.</summary>
    private static Trial? Failures(Docket docket) => docket.Trials.FirstOrDefault(other => other.Objective is SuccessRateObjective) ?? docket.Trials.FirstOrDefault(other => other.Objective is ErrorRateObjective);

    /// <summary>Requests that would have failed as stable's do, and did not, while stable fails by more than one of its pods.</summary>
    private static LackingErrors? Spared(Trial failures, double standardErrors) => failures.Evidence.Control.Buckets.Count == failures.Evidence.Judged.Buckets.Count
        ? LackingErrors.Of("", t => failures.Evidence.Judged.Buckets[t].Bad ?? 0, t => failures.Evidence.Control.Buckets[t].Bad ?? 0, failures, standardErrors)
        : null;

    /// <summary>For whoever sees more refusals in New Relic than here; null where all are counted.</summary>
    public static string? Note(Finding finding, Trial trial) => trial is { Objective: RefusalRateObjective, Evidence.Judged: SliceEvidence.Measured { Bad: { } all } } && finding.Bad is { } counted && counted < all - 0.5
        ? $"{finding.Objective} counts {Quantity.Count(Math.Round(counted))} of {Quantity.Count(all)} refused requests of the canary: by the others it fails fewer than stable"
        : null;

    /// <summary>Refused while stable fails.</summary>
    private static SliceEvidence.Measured Less(SliceEvidence.Measured measured, Trial trial, LackingErrors spared, double part)
    {
        List<Bucket> buckets = [.. measured.Buckets.Select((bucket, t) => spared.IsAbout(t) ? bucket with { Bad = part * bucket.Bad, AllBad = part * bucket.AllBad } : bucket)];
        var window = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).ToList();
        var bad = window.Sum(bucket => bucket.Bad ?? 0);
        return measured with { Value = measured.Sample > 0 ? bad / measured.Sample : measured.Value, Bad = bad, Buckets = buckets };
    }
}
