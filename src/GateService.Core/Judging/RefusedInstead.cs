using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// Requests that the canary refuses where stable fails them: a change that answers 400 to what used to end in a 500 takes nothing from anybody. As many refusals as it has fewer failed requests than stable, for
/// certain, are not held against it in the minutes in which stable fails; what it refuses beyond them, or at another time, is held against stable's as ever, and so is all where one of stable's pods fails alone. Denials
/// say nothing of the request, and stand for no failure: good callers may be denied what stable fails for others. Where nobody tells them, or stable's failures are an agent's marks, it is held. The other way round,
/// 400 that became 500, is an error rate.
/// </summary>
internal static class RefusedInstead
{
    /// <param name="finding">Of a refusal rate.</param>
    /// <param name="trial">Of that.</param>
    /// <param name="docket">Holds a success rate, or an error rate.</param>
    /// <param name="judge">Judges what is left.</param>
    public static Finding Of(Finding finding, Trial trial, Docket docket, IJudge judge)
    {
        if (trial is not { Objective: RefusalRateObjective, Evidence.Judged: SliceEvidence.Measured measured } || finding is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious })
            || SparedFailures.Perhaps(docket) is not { } about)
        {
            return finding;
        }

        if (IsTold(measured) && SparedFailures.Certain(docket) is { } certain && Without(certain) is { } others)
        {
            return Shown(finding, measured, others.Left, others.Judged);
        }

        // Not for certain as many: it is held where the number itself leaves nothing to fail for.
        return finding.Outcome == FindingOutcome.Tripped && Without(about) is not null
            ? finding with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.Suspicious, Reason = finding.Reason.With("by about as many the canary fails fewer than stable: it may refuse what stable fails") }
            : finding;

        (Finding Judged, SliceEvidence.Measured Left)? Without(LackingErrors spared) => Less(measured, trial, spared) is { } rest && judge.Judge(trial.With(trial.Evidence with { Judged = rest })) is var judged
            && judged is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious }) ? (judged, rest) : null;
    }

    /// <summary>For whoever asks how a value over its limit is met; null where all refusals count.</summary>
    public static string? Note(Finding finding, Trial trial) => trial.Objective is RefusalRateObjective && finding is { InPlace: >= 1 and var inPlace, Bad: { } all }
        ? $"{finding.Objective} holds {Quantity.Count(all - Math.Floor(inPlace))} of {Quantity.Count(all)} refused requests against the canary: by as many as the others it fails fewer than stable"
        : null;

    /// <summary>Every refusal is known to be a denial, or none.</summary>
    private static bool IsTold(SliceEvidence.Measured measured) => measured.Buckets.All(bucket => bucket is { Bad: null or 0 } or { Denied: not null });

    /// <summary>The value as New Relic shows it, met or undecided by what is left of it, and never proven: that would rest on what was left out.</summary>
    private static Finding Shown(Finding finding, SliceEvidence.Measured all, SliceEvidence.Measured rest, Finding judged)
    {
        var inPlace = Math.Max(0, (all.Bad ?? 0) - (rest.Bad ?? 0));
        var (some, of) = inPlace >= 1 ? (inPlace, all.Bad ?? 0) : (Sum(all) - Sum(rest), Sum(all));
        var left = judged.Outcome == FindingOutcome.Met ? $"the others, {Quantity.Say(rest.Value, finding.Unit)}, do no harm" : $"without them {judged.Reason.Brief}";
        return finding with
        {
            Outcome = judged.Outcome,
            Undecided = judged.Undecided,
            InPlace = inPlace,
            Judgement = judged.Judgement is { } judgement ? judgement with { Harmless = Math.Min(judgement.Harmless, finding.Judgement?.Harmless ?? 0) } : null,
            Reason = new Statement($"{FindingReason.Beside(finding)}")
            {
                Because = $"{Quantity.Count(Math.Floor(some))} of {Quantity.Count(of)} refused requests, by which the canary fails fewer than stable, stand in place of failures; {left}",
                Counts = FindingReason.Counts(finding),
            },
        };
    }

    private static double Sum(SliceEvidence slice) => slice.Buckets.Sum(bucket => bucket.Bad ?? 0);

    /// <summary>Refusals that name the request.</summary>
    private static double Named(Bucket bucket) => Math.Max(0, (bucket.Bad ?? 0) - (bucket.Denied ?? 0));

    /// <summary>Without as many as were spared, of those that name the request while stable fails; null where there are none.</summary>
    private static SliceEvidence.Measured? Less(SliceEvidence.Measured measured, Trial trial, LackingErrors spared)
    {
        var named = measured.Buckets.Where((_, t) => spared.IsAbout(t)).Sum(Named);
        if (named <= 0)
        {
            return null;
        }

        var gone = Math.Min(1, spared.Lack / named);
        List<Bucket> buckets = [.. measured.Buckets.Select((bucket, t) => spared.IsAbout(t) ? bucket with { Bad = bucket.Bad - (gone * Named(bucket)) } : bucket)];
        var bad = buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).Sum(bucket => bucket.Bad ?? 0);
        return measured with { Value = measured.Sample > 0 ? bad / measured.Sample : measured.Value, Bad = bad, Buckets = buckets };
    }
}
