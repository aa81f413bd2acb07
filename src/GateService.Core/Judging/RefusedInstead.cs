using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Requests that the canary refuses where stable fails them: a change that answers 400 to what used to end in a 500 takes nothing from anybody. As many refusals as it has fewer failed requests than stable, for
/// certain, are left out; what it refuses beyond them is held against stable's as ever. The other way round, 400 that became 500, is an error rate.
/// </summary>
internal static class RefusedInstead
{
    private const double StandardErrors = 2;

    /// <param name="finding">Of a refusal rate.</param>
    /// <param name="trial">Of that.</param>
    /// <param name="docket">Holds an error rate.</param>
    /// <param name="judge">Judges what is left.</param>
    public static Finding Of(Finding finding, Trial trial, Docket docket, IJudge judge)
    {
        if (trial is not { Objective: RefusalRateObjective, Evidence.Judged: SliceEvidence.Measured measured } || finding is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious })
            || docket.Trials.FirstOrDefault(other => other.Objective is ErrorRateObjective) is not { } errors || Spared(errors, StandardErrors) is not (> 0 and var spared)
            || trial.Judged.Sum(bucket => bucket.Bad ?? 0) is not (> 0 and var refused))
        {
            return finding;
        }

        if (Without(spared) is not { } rest)
        {
            // Not for certain as many: it is held where the number itself leaves nothing to fail for.
            return finding.Outcome == FindingOutcome.Tripped && Without(Spared(errors, standardErrors: 0)) is not null
                ? finding with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.Suspicious, Reason = finding.Reason.With("by about as many the canary fails fewer than stable: it may refuse what stable fails") }
                : finding;
        }

        return rest with { Reason = rest.Reason.With($"without {Quantity.Count(Math.Floor(Math.Min(spared, refused)))} of {Quantity.Count(refused)} refused requests, by which the canary fails fewer than stable") };

        Finding? Without(double left) => judge.Judge(trial.With(trial.Evidence with { Judged = Less(measured, trial, Math.Max(0, 1 - (left / refused))) })) is var judged
            && judged is { Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious } ? null : judged;
    }

    /// <summary>For whoever sees more refusals in New Relic than here; null where all are counted.</summary>
    public static string? Note(Finding finding, Trial trial) => trial is { Objective: RefusalRateObjective, Evidence.Judged: SliceEvidence.Measured { Bad: { } all } } && finding.Bad is { } counted && counted < all - 0.5
        ? $"{finding.Objective} counts {Quantity.Count(Math.Round(counted))} of {Quantity.Count(all)} refused requests of the canary: by the others it fails fewer than stable"
        : null;

    /// <summary>Requests that would have failed as stable's do, and did not: their number, taken low by so many standard errors.</summary>
    private static double Spared(Trial errors, double standardErrors)
    {
        var pairs = errors.Judged.Zip(errors.Control).Where(pair => pair is { First.Exposure: > 0, Second.Exposure: > 0 }).ToList();
        var (own, all) = (pairs.Sum(pair => pair.First.Bad ?? 0), pairs.Sum(pair => pair.First.Exposure));
        var (stable, beside) = (pairs.Sum(pair => pair.Second.Bad ?? 0), pairs.Sum(pair => pair.Second.Exposure));
        if (beside <= 0)
        {
            return 0;
        }

        var (expected, cluster) = (stable * all / beside, Math.Max(1, errors.Kept.Prior.Clusters));
        return expected - own - (standardErrors * Math.Sqrt(cluster * ((expected * all / beside) + Math.Max(own, 1))));
    }

    private static SliceEvidence.Measured Less(SliceEvidence.Measured measured, Trial trial, double part)
    {
        List<Bucket> buckets = [.. measured.Buckets.Select(bucket => bucket with { Bad = part * bucket.Bad, AllBad = part * bucket.AllBad })];
        var window = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).ToList();
        var bad = window.Sum(bucket => bucket.Bad ?? 0);
        return measured with { Value = measured.Sample > 0 ? bad / measured.Sample : measured.Value, Bad = bad, Buckets = buckets };
    }
}
