using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// At weight 100 stable is scaled down, and some of its requests stay in the window for a while: what they were like says nothing of an outage that began when they had ended. Its value stands beside the
/// canary's, and is no comparison.
/// </summary>
internal static class StableEnd
{
    private const double Half = 0.5;

    /// <summary>
    /// When stable last served beside the judged slice, where most of what is bad in the window came after that and the judged slice was not half as bad before; of what is not counted, where most was observed after.
    /// Null elsewhere, and where stable did not serve at all.
    /// </summary>
    public static DateTimeOffset? Of(ObjectiveEvidence evidence, EvaluationWindow window)
    {
        var (judged, control) = (evidence.Judged.Buckets, evidence.Control.Buckets);
        var shown = Enumerable.Range(0, judged.Count == control.Count ? judged.Count : 0).Where(t => judged[t].Begin >= window.Begin).ToList();
        var last = shown.LastOrDefault(t => Boundary.HasControl(judged[t].Exposure, control[t].Exposure), shown.LastOrDefault(t => control[t].Exposure > 0, -1));
        var (bad, all) = (After(bucket => bucket.Bad ?? 0), After(bucket => bucket.Exposure));
        return last >= 0 && (bad is { } worse ? worse > Half && 1 - worse < Half * (1 - all) : all > Half) ? judged[last].Begin + window.Bucket : null;

        double? After(Func<Bucket, double> of) => shown.Sum(t => of(judged[t])) is > 0 and var sum ? shown.Where(t => t > last).Sum(t => of(judged[t])) / sum : null;
    }
}
