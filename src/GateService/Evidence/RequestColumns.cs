using System.Globalization;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// The columns that request objectives need: counts, which add up over buckets, and quantiles, which do not. Apdex is counted and not
/// asked as <c>apdex()</c>: the same numbers, but additive and in a shape that is documented.
/// </summary>
internal static class RequestColumns
{
    public const string Requests = "requests";
    public const string Errors = "errors";
    public const string Failures = "failures";
    public const string Refusals = "refusals";

    public static string Satisfied(ApdexObjective objective) => $"satisfied_{Label(objective.Threshold)}";

    public static string Tolerating(ApdexObjective objective) => $"tolerating_{Label(objective.Threshold)}";

    public static string Slow(double limit) => $"slow_{Label(limit)}";

    public static string Quantile(LatencyObjective objective) => $"p{Percent(objective).ToString(CultureInfo.InvariantCulture).Replace('.', '_')}";

    /// <summary>Counts for the objectives, without repeats.</summary>
    /// <param name="objectives">What is asked about.</param>
    /// <param name="weight">The step's weight, for objectives that look at this step alone; the others get every limit, because earlier steps had theirs.</param>
    public static IEnumerable<Nrql> Counts(IEnumerable<Objective> objectives, double? weight) =>
        objectives.SelectMany(objective => CountsOf(objective, weight)).Prepend(Nrql.Create($"count(*) AS {new NrqlIdentifier(Requests)}")).Distinct();

    /// <summary>Counts of requests slower than a boundary in seconds.</summary>
    public static Nrql SlowerThan(double boundary) => Count(Nrql.Create($"duration > {boundary}"), Slow(boundary));

    /// <summary>The limits a latency objective needs counts for.</summary>
    public static IEnumerable<double> Limits(LatencyObjective latency, double? weight) => latency.Judge.Needs.Span
        ? latency.Limit!.Entries.Select(entry => entry.Value).Distinct()
        : [latency.Limit!.At(weight)];

    public static IEnumerable<Nrql> Quantiles(IReadOnlyList<Objective> objectives) => objectives.OfType<LatencyObjective>()
        .Select(latency => Nrql.Create($"percentile(duration, {Percent(latency)}) AS {new NrqlIdentifier(Quantile(latency))}")).Distinct();

    public static double Percent(LatencyObjective objective) => (double)(100 * (decimal)objective.Quantile);

    private static IEnumerable<Nrql> CountsOf(Objective objective, double? weight)
    {
        switch (objective)
        {
            case ErrorRateObjective:
                yield return Count(RequestConditions.Error, Errors);
                break;
            case SuccessRateObjective:
                yield return Count(RequestConditions.Failure, Failures);
                break;
            case RefusalRateObjective:
                yield return Count(RequestConditions.Refusal, Refusals);
                break;
            case ApdexObjective apdex:
                yield return Count(Nrql.Create($"duration <= {apdex.Threshold}"), Satisfied(apdex));
                yield return Count(Nrql.Create($"duration > {apdex.Threshold} AND duration <= {(double)(4 * (decimal)apdex.Threshold)}"), Tolerating(apdex));
                break;
            case LatencyObjective latency:
                foreach (var limit in Limits(latency, weight))
                {
                    yield return SlowerThan(limit);
                }

                break;
        }
    }

    private static Nrql Count(Nrql condition, string name) => Nrql.Create($"filter(count(*), WHERE {condition}) AS {new NrqlIdentifier(name)}");

    /// <summary>A duration as a piece of a name: 500ms, or in microseconds where milliseconds are too coarse.</summary>
    private static string Label(double seconds)
    {
        var microseconds = (long)Math.Round(seconds * 1_000_000);
        return microseconds % 1000 == 0 ? $"{microseconds / 1000}ms" : $"{microseconds}us";
    }
}
