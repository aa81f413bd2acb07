using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// Errors that are resolved neither way, put to the test together with the service's own: by every objective that counts errors, with its limits, floor and margin,
/// against stable's own and unresolved ones. What is not shown to be over the limit holds nobody; neither does a canary that is shown to be no worse than stable. To
/// hold costs less than to fail, so over the limit less evidence does, of a single minute too; it spends no error budget.
/// </summary>
internal static class UnresolvedErrors
{
    /// <summary>Why they hold the step, in words; null where they do not.</summary>
    /// <param name="trials">Of the objectives that count errors.</param>
    /// <param name="attribution">What was concluded of the accounts.</param>
    public static string? Hold(IReadOnlyList<Trial> trials, ErrorAttribution attribution)
    {
        var unresolved = attribution.Accounts.Where(found => found is { IsExcused: false, Decision: not AccountDecision.NoControl } && found.Account.Canary.Any(count => count.Failures > 0)).ToList();
        var isCallDoubted = unresolved.Exists(found => found.Decision is AccountDecision.CallsMore or AccountDecision.CallsUnknown);
        return unresolved.Count == 0
            ? null
            : trials.Select(trial => Hold(OwnErrors.Of(trial, attribution, excusesAlone: true, [.. unresolved.Select(found => found.Account)]), isCallDoubted)).FirstOrDefault(why => why is not null);
    }

    private static string? Hold(Trial trial, bool isCallDoubted)
    {
        if (Weighing.Of(trial) is not { Counts.Pairs: { } pairs } weighing)
        {
            return null;
        }

        // Wealth remembers a bad minute for long; what is over in the window is not.
        var (share, limit, floor) = (Share(trial), LimitOf(trial), FloorOf(trial));
        var holding = EvidenceGate.OfCounts(pairs, weighing.Settings with { Floor = null, Alpha = trial.Context.Sequential.ErrorBudget, FewestBadBuckets = 1 });
        var why = share > limit && Last(holding.LogHarm) >= holding.Line ? $"over limit {Quantity.Limit(limit, Unit.Share)} and worse than {Times(weighing)} stable"
            : share > limit && Last(holding.LogHarmAbsolute) >= holding.Line && trial.Objective.IsPromise && (isCallDoubted || !IsNoWorse(weighing, pairs)) ? $"over limit {Quantity.Limit(limit, Unit.Share)}"
            : share > floor && weighing.Result.Outcome is GateOutcome.Worse or GateOutcome.Suspicious ? $"over floor {Quantity.Limit(floor, Unit.Share)} and perhaps worse than {Times(weighing)} stable"
            : weighing.Demand == StepDemand.Proven && weighing.Result.LogHarmless < weighing.Result.ProofLine ? $"not proven within {Quantity.Limit(limit, Unit.Share)}"
            : null;
        return why is null ? null : $"with them {Quantity.Say(share, Unit.Share)} of the requests in the last {Durations.Say(trial.Context.Window.Length)} fail, {why}";
    }

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
