namespace GateService.Core.Evidence;

/// <summary>One bucket of evidence for one objective and slice.</summary>
/// <param name="Begin">Start of the bucket, inclusive.</param>
/// <param name="Exposure">Observations in it: requests, events, or 1 for a gauge that reported.</param>
/// <param name="Bad">Bad events among them, fractional for Apdex (frustrated + tolerating / 2); for means and gauges null.</param>
/// <param name="Mean">Mean or gauge value; null for counts and for empty buckets.</param>
/// <param name="StandardDeviation">Sample standard deviation of a mean; null elsewhere.</param>
/// <param name="BadAgainstStable">
/// Events that count in the comparison with stable where they are not <paramref name="Bad"/>: requests slower than stable's own quantile
/// before the rollout, for the canary slower than that by the margin; null elsewhere.
/// </param>
/// <param name="AllBad">Errors of whatever origin where <paramref name="Bad"/> holds the service's own alone; null elsewhere.</param>
/// <param name="BadOverFloor">Requests slower than the floor of a latency, where it has one and stable's past is known; null elsewhere.</param>
/// <param name="BadOverLimit">Of one pod, requests slower than a latency's loosest limit: what both slices' pods are counted by alike; null elsewhere.</param>
/// <param name="Denied">Of the refusals in <paramref name="Bad"/>, those for who asks, how, or how often, which stand for no failure; null elsewhere and where the telemetry does not tell.</param>
public sealed record Bucket(
    DateTimeOffset Begin,
    double Exposure,
    double? Bad,
    double? Mean = null,
    double? StandardDeviation = null,
    double? BadAgainstStable = null,
    double? AllBad = null,
    double? BadOverFloor = null,
    double? BadOverLimit = null,
    double? Denied = null);
