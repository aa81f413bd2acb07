using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// What the change does to the version beside it, as a finding beside the objectives, which look at the canary alone: a stable that got worse since the canary
/// began, while the canary did not. It holds, unless the policy says that it fails; it fails only where it began with the canary or with a step of it.
/// </summary>
internal static class StableFinding
{
    public const string Name = "stable";

    /// <summary>Buckets: what is not so bad for longer is over.</summary>
    private const int Lately = 3;

    /// <summary>Null where stable is as it was before.</summary>
    /// <param name="docket">Every objective's trial.</param>
    /// <param name="attribution">Whose fault errors are; null where they were not told apart.</param>
    public static Finding? Of(Docket docket, ErrorAttribution? attribution)
    {
        var trials = docket.Trials.Where(trial => trial.Context is { Slice: Slice.Canary, Weight: null or < 100, JudgesOnlyAgainstStable: false } && StableHarm.Covers(trial.Objective)).ToList();
        return trials.Select(trial => StableHarm.Of(Without(trial, attribution), trial.Context.AlphaPerWeight / trials.Count)).OfType<StableHarm>().MaxBy(harm => harm.Evidence) is { } harm
            ? Told(harm)
            : null;
    }

    /// <summary>Without the errors of an outage that both slices have: those are nobody's work.</summary>
    private static Trial Without(Trial trial, ErrorAttribution? attribution)
    {
        var shared = attribution is not null && trial.Objective.IsAttributed ? attribution.Accounts.Where(found => found is { IsExcused: true, IsShared: true }).Select(found => found.Account).ToList() : [];
        return shared.Count == 0 ? trial : trial.With(trial.Evidence with
        {
            Judged = Less(trial.Evidence.Judged, account => account.Canary),
            Control = Less(trial.Evidence.Control, account => account.Stable),
        });

        SliceEvidence Less(SliceEvidence slice, Func<Account, IReadOnlyList<ErrorCount>> of) => slice with
        {
            Buckets = [.. slice.Buckets.Select((bucket, t) => bucket.Bad is { } all ? bucket with { Bad = Math.Max(0, all - shared.Sum(account => Count(of(account)[t]))) } : bucket)],
        };

        double Count(ErrorCount count) => trial.Objective is ErrorRateObjective ? count.Errors : count.Failures;
    }

    private static Finding Told(StableHarm harm)
    {
        var (context, evidence) = (harm.Trial.Context, harm.Trial.Evidence);
        var fails = context.Sequential.FailWhenStableBreaks && harm.BeganWithStep;
        return new Finding
        {
            Objective = Name,
            Kind = ObjectiveKind.Stable,
            Outcome = fails ? FindingOutcome.Tripped : FindingOutcome.Undecided,
            Undecided = fails ? null : UndecidedCause.HurtsStable,
            Value = harm.Share,
            Threshold = harm.Boundary,
            Comparison = Comparison.AtMost,
            Unit = Unit.Share,
            Versus = Versus.Absolute,
            Slice = Slice.Stable,
            Sample = harm.Since.StableExposure,
            Bad = harm.Since.StableBad,
            Score = Findings.Score.Of(harm.Share, harm.Boundary, Comparison.AtMost, Unit.Share),
            Reason = new Statement($"{What(harm, Since(harm, evidence.Control.Buckets))}; it began {When(harm, evidence)}, and may be what the change does to what both share")
            {
                Counts = $"{Quantity.Count(harm.Since.StableBad)} of {Quantity.Count(harm.Since.StableExposure)} stable vs {Quantity.Count(harm.Since.CanaryBad)} of {Quantity.Count(harm.Since.CanaryExposure)} canary {Nouns.Exposure(harm.Trial.Objective)}",
                Over = $"since {evidence.Control.Buckets[harm.Onset].Begin:HH:mm}Z",
            },
            Queries = evidence.Queries,
        };
    }

    /// <summary>For example <c>since 12:03Z</c>, or <c>since 12:03Z (last so bad at 12:05Z)</c> where it is over.</summary>
    private static string Since(StableHarm harm, IReadOnlyList<Bucket> stable) =>
        $"since {stable[harm.Onset].Begin:HH:mm}Z{(stable.Count - harm.Last > Lately ? $" (last so bad at {stable[harm.Last].Begin:HH:mm}Z)" : "")}";

    private static string What(StableHarm harm, string since) => harm.Trial.Objective is LatencyObjective
        ? $"stable is slower {since}: {Said(harm.Share)} of its requests take over {Quantity.Say(harm.Trial.Evidence.StableQuantile ?? 0, Unit.Seconds)}, {Said(harm.Before)} before, and the canary is not"
        : harm.Trial.Objective is ApdexObjective ? $"stable's apdex is {Quantity.Say(1 - harm.Share, Unit.Score)} {since}, {Quantity.Say(1 - harm.Before, Unit.Score)} before, and the canary's {Quantity.Say(1 - harm.CanaryShare, Unit.Score)}"
        : harm.Trial.Objective is RefusalRateObjective ? $"stable refuses {Said(harm.Share)} of its requests {since}, {Said(harm.Before)} before, and the canary {Said(harm.CanaryShare)}"
        : harm.Trial.Objective is KpiObjective kpi ? $"stable's {kpi.Name} is {Told(kpi, harm.Share)} {since}, {Told(kpi, harm.Before)} before, and the canary's {Told(kpi, harm.CanaryShare)}"
        : $"stable fails {Said(harm.Share)} of its requests {since}, {Said(harm.Before)} before, and the canary {Said(harm.CanaryShare)}";

    private static string When(StableHarm harm, ObjectiveEvidence evidence) => !harm.BeganWithStep ? "while the canary served"
        : evidence.Judged.Buckets.Take(harm.Step).Any(bucket => bucket.Exposure > 0) ? "with a step of the canary"
        : "with the canary";

    /// <summary>A share of bad events as the policy tells it.</summary>
    private static string Told(KpiObjective kpi, double bad) => Said(kpi.Comparison == Comparison.AtMost ? bad : 1 - bad);

    private static string Said(double share) => Quantity.Say(share, Unit.Share);
}
