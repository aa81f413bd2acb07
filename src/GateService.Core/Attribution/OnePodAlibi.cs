using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Attribution;

/// <summary>
/// Stable has as many of an account's errors, and one of its pods has most of them: that pod cannot reach the dependency, and the others can. It is no witness of an outage. Where the canary has rather
/// more of them than those others, nothing is excused; nobody fails by it either, for the canary may stand where that pod does.
/// </summary>
internal static class OnePodAlibi
{
    /// <summary>Of three pods it is plain which one stands out.</summary>
    private const int FewestPods = 3;

    private const double FewestBad = 10;

    /// <summary>Of stable's.</summary>
    private const double Most = 0.5;

    /// <param name="finding">Beside all of stable.</param>
    /// <param name="failures">Counts whatever failed, of stable's pods too.</param>
    /// <param name="span">Indices of the buckets that were weighed.</param>
    /// <param name="pairs">Errors out of requests of both slices in those, as the excuse counts them.</param>
    /// <param name="alibi">What the excuse is weighed by.</param>
    /// <param name="until">When the last of the errors was over; null while they come.</param>
    public static AccountFinding Of(AccountFinding finding, Trial failures, IReadOnlyList<int> span, IReadOnlyList<CountPair> pairs, GateSettings alibi, DateTimeOffset? until)
    {
        var (pods, control, window) = (failures.Evidence.StablePods, failures.Evidence.Control.Buckets, failures.Context.Window);
        if (finding.Decision is not (AccountDecision.Corroborated or AccountDecision.CallsUnknown or AccountDecision.Unsettled or AccountDecision.TooFew) || pods.Count < FewestPods || span.Count == 0
            || span[^1] >= control.Count || pairs.Sum(pair => pair.CanaryBad) < FewestBad || OnePod.Of(pods, control[span[0]].Begin, window.End) is not { } ill)
        {
            return finding;
        }

        // Which errors the other pods failed by nobody says: as many of these as they failed requests at the most.
        var parts = PodParts.Of(pods, ill.OthersOf(pods));
        List<CountPair> others = [.. pairs.Zip(span, (pair, t) => Without(pair, control[t].Bad ?? 0, parts.At(control[t].Begin)))];
        if (others.Sum(pair => pair.StableBad) >= Most * pairs.Sum(pair => pair.StableBad) || Alibi.AsStable(others, alibi) >= 0)
        {
            return finding;
        }

        var held = finding with { Decision = AccountDecision.Suspicious, IllPod = ill.Name };
        return held with { Reason = AccountReason.Of(held, TimeSpan.Zero, until) with { Over = finding.Reason.Over } };
    }

    private static CountPair Without(CountPair pair, double failed, PodPart part)
    {
        var exposure = part.Requests * pair.StableExposure;
        return pair with { StableBad = Math.Min(Math.Min(pair.StableBad, part.Bad * Math.Max(failed, pair.StableBad)), exposure), StableExposure = exposure };
    }
}
