using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>What both slices served, bucket by bucket, read from the objective with the most observations: one of few must not take chance for a step.</summary>
/// <param name="Objective">That objective's evidence.</param>
/// <param name="Counts">What was served.</param>
/// <param name="IsOfRequests">Requests, and not events of a KPI.</param>
public sealed record SliceTraffic(ObjectiveEvidence Objective, TrafficCounts Counts, bool IsOfRequests)
{
    /// <summary>How many times fewer requests are not the ups and downs of traffic.</summary>
    private const double Fewer = 1.5;

    private const int Latest = 3;

    /// <summary>Null where no objective has counts of both slices over the span.</summary>
    public static SliceTraffic? Of(EvidencePlan plan, GateEvidence evidence) => Of(plan, evidence, objective => !IsOfLog(plan, objective));

    /// <summary>Of the service's requests alone; null where no objective counts those of both slices over the span.</summary>
    public static SliceTraffic? OfRequests(EvidencePlan plan, GateEvidence evidence) => Of(plan, evidence, objective => TrafficCounts.IsOfRequests(plan, objective));

    private static SliceTraffic? Of(EvidencePlan plan, GateEvidence evidence, Func<ObjectiveEvidence, bool> counts) => evidence.Objectives
        .Where(objective => objective.Judged.Buckets.Count == plan.Span.Buckets && objective.Control.Buckets.Count == plan.Span.Buckets && counts(objective))
        .MaxBy(objective => objective.Judged.Buckets.Sum(bucket => bucket.Exposure)) is { } busiest
            ? new SliceTraffic(busiest, TrafficCounts.Of(plan, busiest, evidence), TrafficCounts.IsOfRequests(plan, busiest))
            : null;

    /// <summary>Stable's share of the requests in the latest buckets, 0 to 1.</summary>
    public double StableShare
    {
        get
        {
            var (canary, stable) = (Counts.Judged.TakeLast(Latest).Sum(bucket => bucket.Exposure), Counts.Control.TakeLast(Latest).Sum(bucket => bucket.Exposure));
            return stable > 0 ? stable / (canary + stable) : 0;
        }
    }

    public StepWeights Steps(EvidencePlan plan) => StepWeights.Of(Counts.Judged, Counts.Control, plan.Window.Begin, plan.Weight);

    /// <summary>Where the canary fell silent; none where nothing serves beside it, or it has all of the traffic or none.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="warmUp">How long the begin of a step is left out.</param>
    /// <param name="alpha">Chance that a canary that serves is called silent.</param>
    public Silences Silences(EvidencePlan plan, TimeSpan warmUp, double alpha) => plan is { Slice: Requests.Slice.Canary, Control: not null, Weight: null or (> 0 and < 100) }
        ? Trials.Silences.Of(Objective.Judged.Buckets, Counts, Steps(plan).Begins, plan.Span.Bucket, warmUp, alpha)
        : Trials.Silences.None;

    /// <summary>
    /// Where stable fell silent while the canary served; none where the canary has all of the traffic or none. Where nobody says what weight it has, as in a background run, it may have been given
    /// all of it: then both together must have had fewer requests than before.
    /// </summary>
    /// <inheritdoc cref="Silences"/>
    public Silences StableSilences(EvidencePlan plan, TimeSpan warmUp, double alpha)
    {
        if (plan is not { Slice: Requests.Slice.Canary, Control: not null, Weight: null or (> 0 and < 100) })
        {
            return Trials.Silences.None;
        }

        var silences = Trials.Silences.Of(Objective.Control.Buckets, Counts.Swapped, [.. Steps(plan).Begins.Where(begin => Counts.Control[begin].Exposure > 0)], plan.Span.Bucket, warmUp, alpha);
        return plan.Weight is null ? silences with { All = [.. silences.All.Where(silence => !TookOver(silence))] } : silences;
    }

    /// <summary>The canary served in a silence of stable as many requests as both did before, within half of it.</summary>
    private bool TookOver(Silence silence)
    {
        var before = Enumerable.Range(0, silence.From).Where(t => Counts.Control[t].Exposure > 0).TakeLast(silence.To - silence.From).ToList();
        return before.Count == 0 || Mean(Enumerable.Range(silence.From, silence.To - silence.From)) * Fewer > Mean(before);

        double Mean(IEnumerable<int> buckets) => buckets.Average(t => Counts.Judged[t].Exposure + Counts.Control[t].Exposure);
    }

    /// <summary>Error lines are out of requests that other objectives count by themselves.</summary>
    private static bool IsOfLog(EvidencePlan plan, ObjectiveEvidence evidence) => plan.Objectives.Any(objective => objective is LogErrorsObjective && objective.Name == evidence.Objective);
}
