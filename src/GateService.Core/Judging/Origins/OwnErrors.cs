using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// The evidence of an error objective without what is booked elsewhere. Buckets without a control keep it: no alibi, no excuse, unless other
/// services corroborate it. What a bypass leaves out is left out everywhere.
/// </summary>
internal static class OwnErrors
{
    /// <summary>The trial of an error rate or a success rate without the errors of others.</summary>
    /// <param name="trial">All its errors.</param>
    /// <param name="attribution">Who they belong to.</param>
    /// <param name="excusesAlone">What is booked elsewhere is left out of buckets without a control too.</param>
    /// <param name="counted">Accounts whose errors count with them, in both slices; null: none.</param>
    public static Trial Of(Trial trial, ErrorAttribution attribution, bool excusesAlone, IReadOnlyList<Account>? counted = null)
    {
        var (objective, evidence) = (trial.Objective, trial.Evidence);
        var (judged, control) = (evidence.Judged.Buckets, evidence.Control.Buckets);
        var witnessed = attribution.Accounts.Where(found => found is { IsWitnessed: true, IsExcused: true }).Select(found => found.Account).ToList();
        var canary = judged.Select((bucket, t) => Less(bucket, Others(t, control.Count == judged.Count ? control[t].Exposure : 0))).ToList();
        var others = LeftOfOthers.Of(trial, [.. control.Select((_, t) => Count(attribution.Ledger.StableOthers[t]) - Counted(account => account.Stable[t]))]);
        var stable = control.Select((bucket, t) => Less(bucket, others[t])).ToList();
        return trial.With(evidence with { Judged = With(objective, evidence.Judged, canary, trial.Context.Window), Control = With(objective, evidence.Control, stable, trial.Context.Window) });

        double Count(ErrorCount count) => objective is ErrorRateObjective ? count.Errors : count.Failures;

        double Others(int t, double stableExposure) => excusesAlone || !attribution.Mechanisms.AloneCounts || Boundary.HasControl(judged[t].Exposure, stableExposure)
            ? Count(attribution.Ledger.CanaryOthers[t]) - Counted(account => account.Canary[t])
            : Count(attribution.Ledger.CanaryBypassed[t]) + witnessed.Sum(account => Count(account.Canary[t]));

        double Counted(Func<Account, ErrorCount> of) => counted?.Sum(account => Count(of(account))) ?? 0;

        Bucket Less(Bucket bucket, double others) => bucket.Bad is { } all
            ? bucket with { Bad = Math.Max(0, all - others), AllBad = attribution.Mechanisms.EmergencyCountsAll ? all : null }
            : bucket;
    }

    private static SliceEvidence With(Objective objective, SliceEvidence slice, IReadOnlyList<Bucket> buckets, EvaluationWindow window)
    {
        if (slice is not SliceEvidence.Measured measured)
        {
            return slice is SliceEvidence.NoData silent ? silent with { Buckets = buckets } : slice;
        }

        var bad = buckets.Where(bucket => bucket.Begin >= window.Begin).Sum(bucket => bucket.Bad ?? 0);
        var share = measured.Sample > 0 ? bad / measured.Sample : 0;
        return new SliceEvidence.Measured(objective.Comparison == Comparison.AtMost ? share : 1 - share, measured.Sample, bad, buckets);
    }
}
