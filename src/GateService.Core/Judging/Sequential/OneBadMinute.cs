using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// What holds a step that asks for no proof, though nothing fails it yet: the canary is over its limit in the window and in its latest minutes, which stable keeps or is not half as far beyond, and
/// worse than stable for certain. To hold costs less than to fail, so one bad bucket is enough, at the certainty that fails; that the limit itself is overrun need not be shown where the comparison
/// with stable is enough by itself. Nor need the comparison where the limit is overrun at the certainty that failing asks for: what pods differ by excuses no value that stable's whole slice keeps. A latency is worse than stable by how many requests are slower than stable's own percentile, or than the limit: a tail of a few that hang hardly moves the former.
/// </summary>
internal static class OneBadMinute
{
    /// <summary>Minutes in which it is over the limit now; in the latest one over half of it is enough, because one minute scatters.</summary>
    private const int Latest = 3;

    private const double Half = 0.5;

    /// <summary>From this share of the latest requests on it is held whoever brought them: a client that comes with new ones, or clients that repeat what fails, which nobody can tell apart.</summary>
    private const double Plain = GateSettings.SuddenLimit;

    private const double FewestPlain = 10;

    /// <summary>So many times its limit over the whole window.</summary>
    private const double Gross = 2;

    private const double StandardErrors = 3;

    /// <param name="weighing">What the engine found.</param>
    /// <param name="plain">Value, limit and stable's value in the window.</param>
    public static bool Holds(Weighing weighing, Finding plain) =>
        weighing is { Settings.Margin: { } margin, Counts: { } counts, Objective: ErrorRateObjective or SuccessRateObjective or LatencyObjective or ApdexObjective or RefusalRateObjective or KpiObjective { Definition.Form: KpiForm.Ratio } }
        && IsBeyond(plain, plain.Value) && (!IsBeyond(plain, plain.StableValue) || FindingReason.IsFarWorse(plain))
        && (IsPlain(weighing) || IsPlainBurst(weighing, plain) || (weighing.Objective is ErrorRateObjective or SuccessRateObjective && StartBurst.Is(weighing.Trial, Bad(plain, plain.Threshold))) || ((IsBadNow(weighing, counts, plain) || IsGrossBurst(weighing, plain))
            && (weighing.IsShownWorse || weighing.Result.LogOverLimit >= weighing.Result.LimitLine || IsWorse(weighing, counts.Compared ?? counts.Pairs, margin)
                || (weighing.Objective is LatencyObjective && IsWorse(weighing, counts.Pairs, Margins.Of(weighing.Objective, weighing.Trial.Kept.Scatter))))));

    /// <summary>
    /// Errors that spoil the whole window, though they all came at once and are over: from twice its limit on, beside a stable that has none, somebody should look before the step goes on. Slow requests of a
    /// start are not meant: caches fill.
    /// </summary>
    private static bool IsGrossBurst(Weighing weighing, Finding plain) => weighing.Objective is ErrorRateObjective or SuccessRateObjective && plain is { Value: { } value, Unit: Unit.Share }
        && Bad(plain, value) > Gross * Bad(plain, plain.Threshold) && plain.Bad >= FewestPlain && !IsBeyond(plain, plain.StableValue);

    /// <summary>A tenth of all that the window holds, and twice stable's share: whoever brought them along, nobody reads "no harm shown" beside that.</summary>
    private static bool IsPlainBurst(Weighing weighing, Finding plain) => weighing.Objective is ErrorRateObjective or SuccessRateObjective && plain is { Value: { } value, Unit: Unit.Share }
        && Bad(plain, value) >= Half * Plain && plain.Bad >= FewestPlain && (plain.StableValue is not { } stable || Bad(plain, stable) <= Half * Bad(plain, value));

    /// <summary>A burst that is over, or pods that are warm by now, are not what the canary is like.</summary>
    private static bool IsBadNow(Weighing weighing, CountCase counts, Finding plain)
    {
        var (settings, cell) = (weighing.Settings, weighing.Context.Clock.BucketsPerCell);
        var allowed = settings.Limits is [.., var limit] ? limit : settings.Floor ?? (weighing.Objective is KpiObjective ? plain.Threshold : 0);
        return Share(Latest * cell) > (settings.HighIsBad ? allowed : 1 - allowed) && Share(cell) > Half * (settings.HighIsBad ? allowed : 1 - allowed);

        double Share(int buckets)
        {
            var latest = counts.Pairs.TakeLast(buckets).ToList();
            var (bad, exposure) = (latest.Sum(pair => pair.CanaryBad), latest.Sum(pair => pair.CanaryExposure));
            return exposure <= 0 ? 0 : settings.HighIsBad ? bad / exposure : 1 - (bad / exposure);
        }
    }

    /// <summary>
    /// Looks at every minute but the warm-up of the rollout and of the step that the caller names: one in which the canary got more of the traffic than ever before is left out as a step's begin elsewhere,
    /// and clients that repeat what fails make one of each.
    /// </summary>
    private static bool IsPlain(Weighing weighing)
    {
        var (judged, control, context) = (weighing.Trial.Evidence.Judged.Buckets, weighing.Trial.Evidence.Control.Buckets, weighing.Context);
        var first = judged.TakeWhile(bucket => bucket.Exposure <= 0 || bucket.Begin < context.Window.Begin).Count() + (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket);
        var cell = context.Clock.BucketsPerCell;
        var from = Math.Max(first, judged.Count - (Latest * cell));
        if (judged.Count - from < cell || control.Count != judged.Count)
        {
            return false;
        }

        var (canary, stable, now) = (Of(judged, from), Of(control, from), Of(judged, judged.Count - cell));
        return canary.Share >= Plain && canary.Bad >= FewestPlain && stable.Share <= Half * canary.Share && now.Share >= Half * Plain;
    }

    private static (double Bad, double Share) Of(IReadOnlyList<Bucket> buckets, int from)
    {
        var (bad, all) = buckets.Skip(from).Aggregate((Bad: 0.0, All: 0.0), (sum, bucket) => (sum.Bad + (bucket.Bad ?? 0), sum.All + bucket.Exposure));
        return (bad, all <= 0 ? 0 : bad / all);
    }

    private static double Bad(Finding plain, double share) => plain.Comparison == Comparison.AtMost ? share : 1 - share;

    private static bool IsWorse(Weighing weighing, IReadOnlyList<CountPair> pairs, double margin)
    {
        // Of the first minutes there is too little to say more of, and no telling what share of the traffic is usual: nobody calls a step well that begins so.
        var isEarly = pairs.Count < Latest * weighing.Context.Clock.BucketsPerCell;
        var held = EvidenceGate.OfCounts(isEarly ? pairs : Surplus.LeftOut(weighing.Trial, pairs, countsUnknown: true), weighing.Settings with
        {
            Limits = null,
            Floor = null,
            Margin = margin,
            HighIsBad = weighing.Settings.ComparedHighIsBad ?? weighing.Settings.HighIsBad,
            ComparedHighIsBad = null,
            FewestBadBuckets = 1,
        });
        return held.LogHarmRelative is [.., var now] && now >= (isEarly ? Math.Min(held.Line, weighing.Result.LimitLine) : held.Line);
    }

    private static bool IsBeyond(Finding plain, double? value) => plain.Comparison == Comparison.AtMost ? value > plain.Threshold : value < plain.Threshold;
}
