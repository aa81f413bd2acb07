using System.Globalization;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// The columns that request objectives need: counts, which add up over buckets, and quantiles, which do not. Apdex is counted and not
/// asked as <c>apdex()</c>: slower than its threshold and slower than four times that, the same numbers, but additive and known to every telemetry.
/// </summary>
internal static class RequestColumns
{
    public const string Requests = "requests";
    public const string Untold = "untold";
    public const string Timed = "timed";
    public const string TailSampled = "tailsampled";
    public const string Duration = "duration";
    public const string ExternalCalls = "externalCalls";
    public const string DatabaseCalls = "databaseCalls";

    public static string Slow(double limit) => $"slow_{Label(limit)}";

    public static string Quantile(LatencyObjective objective) => $"p{Percent(objective).ToString(CultureInfo.InvariantCulture).Replace('.', '_')}";

    /// <summary>Counts for the objectives, without repeats.</summary>
    /// <param name="measure">How the telemetry is counted.</param>
    /// <param name="objectives">What is asked about.</param>
    /// <param name="boundaries">In seconds: slower requests are counted besides.</param>
    public static IEnumerable<Nrql> Counts(RequestMeasure measure, IReadOnlyList<Objective> objectives, IEnumerable<double> boundaries) =>
    [
        .. objectives.SelectMany(Kinds).Prepend(Counted.Requests).Distinct().SelectMany(what => measure.Count(what, Name(what))),
        .. measure.Slower([.. objectives.OfType<ApdexObjective>().SelectMany(apdex => new[] { apdex.Threshold, Frustrating(apdex) }).Concat(boundaries).Distinct()]),
    ];

    /// <summary>Refusals that stand for no failure; none where no objective counts refusals, or the telemetry does not tell them apart.</summary>
    public static IEnumerable<Nrql> Denials(RequestMeasure measure, IEnumerable<Objective> objectives) => objectives.Any(objective => objective is RefusalRateObjective) ? measure.Count(Counted.Denials, Name(Counted.Denials)) : [];

    /// <summary>Seconds from which on a user is frustrated: four times the threshold, decimal, so that it is no little more.</summary>
    public static double Frustrating(ApdexObjective apdex) => (double)(4 * (decimal)apdex.Threshold);

    /// <summary>The column of a count.</summary>
    public static string Name(Counted what) => EnumNames.Of(what);

    /// <summary>What tells whether the objectives can be seen in this telemetry at all.</summary>
    public static IEnumerable<Nrql> Sights(RequestMeasure measure, TelemetrySource telemetry, IReadOnlyList<Objective> objectives) =>
    [
        .. objectives.Any(objective => !IsOfTime(objective)) ? measure.Count(Counted.Untold, Untold) : [],
        .. telemetry is { Sampled: Sampled.Evenly, TailSampled: { } tail } ? measure.Count(Nrql.Trusted(tail), TailSampled) : [],
    ];

    /// <summary>Requests that tell how long they took; none where every request does.</summary>
    public static IEnumerable<Nrql> Times(RequestMeasure measure, IEnumerable<Objective> objectives) => objectives.Any(IsOfTime) ? measure.Timed(Timed) : [];

    /// <summary>Only requests that tell how long they took are held against it.</summary>
    public static bool IsOfTime(Objective objective) => objective is ApdexObjective or LatencyObjective;

    /// <summary>The limits a latency objective needs counts for.</summary>
    public static IEnumerable<double> Limits(LatencyObjective latency, double? weight) => latency.Judge.Needs.Span
        ? latency.Limit!.Entries.Select(entry => entry.Value).Distinct()
        : [latency.Limit!.At(weight)];

    public static IEnumerable<Nrql> Quantiles(RequestMeasure measure, IReadOnlyList<Objective> objectives) => objectives.OfType<LatencyObjective>()
        .SelectMany(latency => measure.Quantile(Quantile(latency), Percent(latency))).Distinct();

    /// <summary>
    /// What a request takes, on average over the window: whether the canary is so much slower, or calls others so much more often, that somebody must ask why. Nothing
    /// where the telemetry cannot tell.
    /// </summary>
    public static IEnumerable<Nrql> Means(EvidencePlan plan, IEnumerable<Objective> objectives) =>
        plan is { Attribution: not null, Control: not null, Telemetry.Calls.CountsOnRequests: true } && objectives.Any(IsOfTime) ? [Mean("duration", Duration), Mean("externalCallCount", ExternalCalls), Mean("databaseCallCount", DatabaseCalls)] : [];

    public static double Percent(LatencyObjective objective) => (double)(100 * (decimal)objective.Quantile);

    private static Nrql Mean(string attribute, string name) => Nrql.Create($"average(if({new NrqlIdentifier(attribute)} IS NULL, 0, {new NrqlIdentifier(attribute)})) AS {new NrqlIdentifier(name)}");

    private static IEnumerable<Counted> Kinds(Objective objective) => objective switch
    {
        ErrorRateObjective => [Counted.Errors],
        SuccessRateObjective => [Counted.Errors, Counted.Marked],
        RefusalRateObjective => [Counted.Refusals],
        _ => [],
    };

    /// <summary>A duration as a piece of a name: 500ms, or in microseconds where milliseconds are too coarse.</summary>
    private static string Label(double seconds)
    {
        var microseconds = (long)Math.Round(seconds * 1_000_000);
        return microseconds % 1000 == 0 ? $"{microseconds / 1000}ms" : $"{microseconds}us";
    }
}
