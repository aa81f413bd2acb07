using GateService.Core.Statistics;

namespace GateService.Core.Evidence;

/// <summary>
/// Evidence without numbers that nothing can have counted or measured. Judges sum, multiply and square what they are given; here is the one place that sees to it
/// that they may. A slice with such a number could not be measured, and says so.
/// </summary>
internal static class PlausibleEvidence
{
    private const string Cause = "New Relic answered a number too large to judge, or a negative count";

    /// <summary>More than anything is counted in a day.</summary>
    private const double MostCounted = 1e18;

    /// <summary>Far from where a square overflows.</summary>
    private const double MostMeasured = 1e100;

    /// <summary>The same evidence where all of it can be.</summary>
    public static GateEvidence Of(GateEvidence evidence) => evidence with
    {
        Objectives = [.. evidence.Objectives.Select(Of)],
        Timeslices = evidence.Timeslices is { } slices && slices.Judged.Concat(slices.Control).All(count => IsCount(count.Requests) && IsCount(count.HostMinutes)) ? slices : null,
        Symptoms = evidence.Symptoms is { } symptoms && symptoms.Judged.Concat(symptoms.Control).All(failed => IsCount(failed)) && IsPlausible(symptoms.JudgedMeans) && IsPlausible(symptoms.ControlMeans) ? symptoms : null,
        Errors = evidence.Errors is { } errors && !IsPlausible(errors) ? new ErrorEvidence { Unavailable = Cause, Queries = errors.Queries } : evidence.Errors,
    };

    private static ObjectiveEvidence Of(ObjectiveEvidence objective) => objective with
    {
        Judged = IsPlausible(objective.Judged) ? objective.Judged : new SliceEvidence.Unavailable(Cause),
        Control = IsPlausible(objective.Control) ? objective.Control : new SliceEvidence.Unavailable(Cause),
        StablePods = objective.StablePods.All(pod => pod.Cells.All(IsPlausible)) ? objective.StablePods : [],
        CanaryPods = objective.CanaryPods.All(pod => pod.Cells.All(IsPlausible)) ? objective.CanaryPods : [],
        LogPatterns = objective.LogPatterns.All(pattern => IsCount(pattern.Judged) && IsCount(pattern.Control) && IsCount(pattern.Lately)) && IsCount(objective.StableAlone) ? objective.LogPatterns : [],
        StableQuantile = objective.StableQuantile is > 0 and <= MostMeasured ? objective.StableQuantile : null,
    };

    private static bool IsPlausible(SliceEvidence slice) => slice.Buckets.All(IsPlausible)
        && (slice is not SliceEvidence.Measured measured || (IsMeasure(measured.Value) && IsCount(measured.Sample) && IsCount(measured.Bad)));

    private static bool IsPlausible(Bucket bucket) => IsCount(bucket.Exposure) && IsCount(bucket.Bad) && IsCount(bucket.BadAgainstStable) && IsCount(bucket.AllBad) && IsCount(bucket.BadOverFloor) && IsCount(bucket.BadOverLimit) && IsCount(bucket.Denied)
        && IsMeasure(bucket.Mean) && IsMeasure(bucket.StandardDeviation);

    private static bool IsPlausible(ErrorEvidence errors) =>
        errors.Canary.Concat(errors.Stable).SelectMany(series => series.Buckets).All(count => IsCount(count.Errors) && IsCount(count.Failures))
        && errors.Calls.SelectMany(calls => calls.Canary.Concat(calls.Stable)).Concat(errors.Witnesses.Values.SelectMany(calls => calls)).All(IsPlausible)
        && errors.CanaryTimes.Concat(errors.StableTimes).All(IsPlausible);

    private static bool IsPlausible(CallBucket calls) => IsCount(calls.Calls) && IsPlausible(calls.Duration) && IsPlausible(calls.Failed);

    private static bool IsPlausible(RequestTimes times) => IsPlausible(times.Duration) && IsPlausible(times.External) && IsPlausible(times.Database)
        && IsPlausible(times.ExternalCalls) && IsPlausible(times.DatabaseCalls) && IsCount(times.Traced);

    private static bool IsPlausible(RequestMeans? means) => means is null || (IsMeasure(means.Duration) && IsMeasure(means.ExternalCalls) && IsMeasure(means.DatabaseCalls));

    private static bool IsPlausible(SampleMean mean) => IsCount(mean.Size) && IsMeasure(mean.Mean) && IsMeasure(mean.Deviation);

    private static bool IsCount(double? count) => count is null or (>= 0 and <= MostCounted);

    private static bool IsMeasure(double? measure) => measure is null or (>= -MostMeasured and <= MostMeasured);
}
