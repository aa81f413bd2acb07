using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>Requests that hang, fewer than a percentile sees: 4 % of them take ten seconds, the 95th percentile keeps its limit, and no request of stable's is as slow.</summary>
internal static class LongTail
{
    /// <summary>Of what may be slower than the limit, the part that is worth a word.</summary>
    private const double Part = 0.2;

    /// <summary>How many times as many as stable has for certain.</summary>
    private const double Times = 3;

    /// <summary>For example <c>latency-p95: 4.1 % of the canary's requests take over 1.2 s, stable's 0 %: the percentile keeps its limit and does not see them</c>; null where both have as many, and where the limit is not kept.</summary>
    /// <param name="trial">Of a latency.</param>
    /// <param name="isBeyond">The canary is beyond its limit.</param>
    public static string? Note(Trial trial, bool isBeyond)
    {
        if (isBeyond || trial is not { Objective: LatencyObjective { Limit: { } limit, Quantile: var quantile, Name: var name }, Context: { Slice: Requests.Slice.Canary, Window: { } window, Weight: var weight } })
        {
            return null;
        }

        var ((bad, all), (stableBad, stableAll)) = (Slower(trial.Judged, window), Slower(trial.Control, window));
        return all > 0 && stableAll > 0 && bad >= Part * (1 - quantile) * all && WilsonInterval.Of(Math.Min(bad, all), all).Low > Times * WilsonInterval.Of(Math.Min(stableBad, stableAll), stableAll).High
            ? $"{name}: {Quantity.Say(bad / all, Unit.Share)} of the canary's requests take over {Quantity.Limit(limit.At(weight), Unit.Seconds)}, stable's {Quantity.Say(stableBad / stableAll, Unit.Share)}: the percentile keeps its limit and does not see them"
            : null;
    }

    private static (double Bad, double All) Slower(IReadOnlyList<Evidence.Bucket> buckets, EvaluationWindow window) =>
        (buckets.Where(bucket => bucket.Begin >= window.Begin).Sum(bucket => bucket.Bad ?? 0), buckets.Where(bucket => bucket.Begin >= window.Begin).Sum(bucket => bucket.Exposure));
}
