using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
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
    public const string Marked = "marked";
    public const string Untold = "untold";
    public const string Timed = "timed";
    public const string TailSampled = "tailsampled";

    public static string Satisfied(ApdexObjective objective) => $"satisfied_{Label(objective.Threshold)}";

    public static string Tolerating(ApdexObjective objective) => $"tolerating_{Label(objective.Threshold)}";

    public static string Slow(double limit) => $"slow_{Label(limit)}";

    public static string Quantile(LatencyObjective objective) => $"p{Percent(objective).ToString(CultureInfo.InvariantCulture).Replace('.', '_')}";

    /// <summary>Counts for the objectives, without repeats.</summary>
    /// <param name="measure">How the telemetry is counted.</param>
    /// <param name="telemetry">What its events mean.</param>
    /// <param name="objectives">What is asked about.</param>
    /// <param name="weight">The step's weight, for objectives that look at this step alone; the others get every limit, because earlier steps had theirs.</param>
    public static IEnumerable<Nrql> Counts(RequestMeasure measure, TelemetrySource telemetry, IEnumerable<Objective> objectives, double? weight) =>
        objectives.SelectMany(objective => CountsOf(measure, telemetry, objective, weight)).Prepend(As(measure.Requests, Requests)).Distinct();

    /// <summary>What tells whether the objectives can be seen in this telemetry at all.</summary>
    public static IEnumerable<Nrql> Sights(RequestMeasure measure, TelemetrySource telemetry, IReadOnlyList<Objective> objectives)
    {
        if (telemetry.Untold is { } untold && objectives.Any(objective => !IsOfTime(objective)))
        {
            yield return As(measure.Count(Nrql.Trusted(untold)), Untold);
        }

        if (telemetry is { Sampled: Sampled.Evenly, TailSampled: { } tail })
        {
            yield return As(measure.Count(Nrql.Trusted(tail)), TailSampled);
        }
    }

    /// <summary>Requests that tell how long they took; none where every request does.</summary>
    public static IEnumerable<Nrql> Times(RequestMeasure measure, IEnumerable<Objective> objectives) =>
        measure.Timed is { } timed && objectives.Any(IsOfTime) ? [As(timed, Timed)] : [];

    /// <summary>Only requests that tell how long they took are held against it.</summary>
    public static bool IsOfTime(Objective objective) => objective is ApdexObjective or LatencyObjective;

    /// <summary>Counts of requests slower than a boundary in seconds.</summary>
    public static Nrql SlowerThan(RequestMeasure measure, double boundary) => As(measure.SlowerThan(boundary), Slow(boundary));

    /// <summary>The limits a latency objective needs counts for.</summary>
    public static IEnumerable<double> Limits(LatencyObjective latency, double? weight) => latency.Judge.Needs.Span
        ? latency.Limit.Entries.Select(entry => entry.Value).Distinct()
        : [latency.Limit.At(weight)];

    public static IEnumerable<Nrql> Quantiles(RequestMeasure measure, IReadOnlyList<Objective> objectives) => objectives.OfType<LatencyObjective>()
        .Select(latency => As(measure.Quantile(Percent(latency)), Quantile(latency))).Distinct();

    public static double Percent(LatencyObjective objective) => (double)(100 * (decimal)objective.Quantile);

    private static IEnumerable<Nrql> CountsOf(RequestMeasure measure, TelemetrySource telemetry, Objective objective, double? weight)
    {
        switch (objective)
        {
            case ErrorRateObjective:
                yield return As(measure.Count(RequestConditions.Error(telemetry)), Errors);
                break;
            case SuccessRateObjective:
                yield return As(measure.Count(RequestConditions.Error(telemetry)), Errors);
                if (RequestConditions.Marked(telemetry) is { } marked)
                {
                    yield return As(measure.Count(marked), Marked);
                }

                break;
            case ApdexObjective apdex:
                yield return As(measure.Within(apdex.Threshold), Satisfied(apdex));
                yield return As(measure.Between(apdex.Threshold, (double)(4 * (decimal)apdex.Threshold)), Tolerating(apdex));
                break;
            case LatencyObjective latency:
                foreach (var limit in Limits(latency, weight))
                {
                    yield return SlowerThan(measure, limit);
                }

                break;
        }
    }

    private static Nrql As(Nrql value, string name) => Nrql.Create($"{value} AS {new NrqlIdentifier(name)}");

    /// <summary>A duration as a piece of a name: 500ms, or in microseconds where milliseconds are too coarse.</summary>
    private static string Label(double seconds)
    {
        var microseconds = (long)Math.Round(seconds * 1_000_000);
        return microseconds % 1000 == 0 ? $"{microseconds / 1000}ms" : $"{microseconds}us";
    }
}
