using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// Errors that are resolved neither way, put to the test together with the service's own: by every objective that counts errors, with its limits, floor and margin,
/// against stable's own and unresolved ones. What is not shown to be over the limit holds nobody; neither does a canary that is shown to be no worse than stable, nor, where the
/// step asks for no proof, one of which that is likely. To hold costs less than to fail, so over the limit less evidence does, of a single minute too; it spends no error budget.
/// </summary>
internal static class UnresolvedErrors
{
    /// <summary>Why they hold the step, in words, and whose errors do; null where they do not.</summary>
    /// <param name="trials">Of the objectives that count errors.</param>
    /// <param name="attribution">What was concluded of the accounts.</param>
    public static (string Why, IReadOnlyList<AccountFinding> Of)? Hold(IReadOnlyList<Trial> trials, ErrorAttribution attribution)
    {
        var unresolved = attribution.Accounts.Where(found => found is { IsExcused: false, Decision: not AccountDecision.NoControl } && found.Account.Canary.Any(count => count.Failures > 0)).ToList();
        if (unresolved.Count == 0)
        {
            return null;
        }

        // The next step has more traffic and all of this one's evidence: what is likely is enough for it, as no harm seen is of the service's own errors.
        var doubted = unresolved.FindAll(found => !found.IsProbablyUpstream);
        var isCallDoubted = unresolved.Exists(found => found.Decision is AccountDecision.CallsMore or AccountDecision.CallsUnknown);
        foreach (var trial in trials)
        {
            var all = With(trial, unresolved);
            if (Weighing.Of(all) is not { Counts.Pairs: { } pairs } weighing)
            {
                continue;
            }

            var asked = weighing.Demand == StepDemand.NoHarm ? doubted : unresolved;
            if (Worse(all, weighing, pairs) is { } worse)
            {
                return (worse, unresolved);
            }

            // Beside an outage that is probably upstream, of which stable has as many, what stable has none of would not be seen.
            if (doubted.Count > 0 && doubted.Count < unresolved.Count && With(trial, doubted) is var alone && Weighing.Of(alone) is { Counts.Pairs: { } some } of && (Worse(alone, of, some) ?? PerhapsWorse(alone, of)) is { } apart)
            {
                return (apart, doubted);
            }

            if (StartBurst.Is(all, LimitOf(all)))
            {
                return (Said(all, $"over limit {Quantity.Limit(LimitOf(all), Unit.Share)}, most of them in its first minutes"), unresolved);
            }

            if (asked.Count > 0 && Over(asked.Count == unresolved.Count ? all : With(trial, asked), isCallDoubted) is { } over)
            {
                return (over, asked);
            }

            if ((PerhapsWorse(all, weighing) ?? Unproven(all, weighing)) is { } doubt)
            {
                return (doubt, unresolved);
            }
        }

        return null;

        Trial With(Trial trial, List<AccountFinding> counted) => OwnErrors.Of(trial, attribution, excusesAlone: true, [.. counted.Select(found => found.Account)]);
    }

    /// <summary>Over the limit in the window, and over it and worse than stable with the certainty that holds. Wealth remembers a bad minute for long; what is over in the window is not.</summary>
    private static string? Worse(Trial trial, Weighing weighing, IReadOnlyList<CountPair> pairs) =>
        LimitOf(trial) is var limit && Share(trial) > limit && Holding(trial, weighing, pairs) is var holding && Last(holding.LogHarm) >= holding.Line
            ? Said(trial, $"over limit {Quantity.Limit(limit, Unit.Share)}{(IsBesideStable(trial, holding) ? $" and worse than {Times(weighing)} stable" : "")}")
            : null;

    /// <summary>Half of what fails.</summary>
    private static string? PerhapsWorse(Trial trial, Weighing weighing) => FloorOf(trial) is var floor && Share(trial) > floor && weighing.Result.Outcome is GateOutcome.Worse or GateOutcome.Suspicious
        ? Said(trial, $"over floor {Quantity.Limit(floor, Unit.Share)}{(IsBesideStable(trial, weighing.Result) ? $" and perhaps worse than {Times(weighing)} stable" : "")}")
        : null;

    /// <summary>Over the limit with that certainty, and not shown to be no worse than stable.</summary>
    private static string? Over(Trial trial, bool isCallDoubted) =>
        LimitOf(trial) is var limit && Share(trial) > limit && trial.Objective.IsPromise && Weighing.Of(trial) is { Counts.Pairs: { } pairs } weighing
        && Holding(trial, weighing, pairs) is var holding && Last(holding.LogHarmAbsolute) >= holding.Line && (isCallDoubted || !IsNoWorse(weighing, pairs))
            ? Said(trial, $"over limit {Quantity.Limit(limit, Unit.Share)}")
            : null;

    private static string? Unproven(Trial trial, Weighing weighing) => weighing.Demand == StepDemand.Proven && weighing.Result.LogHarmless < weighing.Result.ProofLine
        ? Said(trial, $"not proven within {Quantity.Limit(LimitOf(trial), Unit.Share)}")
        : null;

    /// <summary>Stable served where it was shown, or now where it is half shown: without it the limit alone was weighed.</summary>
    private static bool IsBesideStable(Trial trial, GateResult result) =>
        trial.Judged.Count > 0 && Math.Min(result.FailedAt ?? int.MaxValue, trial.Judged.Count - 1) is var at && Boundary.HasControl(trial.Judged[at].Exposure, trial.Control[at].Exposure);

    /// <summary>One bad minute is enough, at the certainty of the whole error budget.</summary>
    private static GateResult Holding(Trial trial, Weighing weighing, IReadOnlyList<CountPair> pairs) =>
        EvidenceGate.OfCounts(pairs, weighing.Settings with { Floor = null, Alpha = trial.Context.Sequential.ErrorBudget, FewestBadBuckets = 1 });

    private static string Said(Trial trial, string why) => $"with them {Quantity.Say(Share(trial), Unit.Share)} of the requests in the last {Durations.Say(trial.Context.Window.Length)} fail, {why}";

    /// <summary>Shown to have at most the margin times stable's own and unresolved errors, without the latitude that a step gives to proof.</summary>
    private static bool IsNoWorse(Weighing weighing, IReadOnlyList<CountPair> pairs) => weighing.Settings.Margin is not null
        && EvidenceGate.ProofOfCounts(pairs, weighing.Settings with { Limits = null, Floor = null, Kappa = 1 }, null) >= weighing.Result.ProofLine;

    private static string Times(Weighing weighing) => Quantity.Margin(Margins.Of(weighing.Objective, weighing.Trial.Kept.Scatter));

    /// <summary>Of failed requests, whatever the objective calls good.</summary>
    internal static double LimitOf(Trial trial) => trial.Objective.Limit?.At(trial.Context.Weight) is { } limit ? Failed(trial.Objective, limit) : FloorOf(trial);

    internal static double FloorOf(Trial trial) => trial.Objective.Floor is { } floor ? Failed(trial.Objective, floor) : trial.Objective.Limit is null ? 0 : LimitOf(trial);

    private static double Failed(Objective objective, double share) => objective.Comparison == Comparison.AtMost ? share : 1 - share;

    private static double Last(double[]? evidence) => evidence is [.., var last] ? last : double.NegativeInfinity;

    private static double Share(Trial trial)
    {
        List<Bucket> window = [.. trial.Evidence.Judged.Buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin)];
        return window.Sum(bucket => bucket.Bad ?? 0) / Math.Max(1, window.Sum(bucket => bucket.Exposure));
    }
}
