using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Stable's own latency quantiles before the rollout, in seconds, fixed for the rollout: the boundary that the canary's latency is compared at.
/// A fact about the past, so it is asked once and then remembered.
/// </summary>
internal sealed class StableQuantiles
{
    private const string QueryName = "stable-quantiles";

    /// <summary>Without a history: how much of the rollout's begin takes its place.</summary>
    private static readonly TimeSpan BeginOfRollout = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyDictionary<string, double> _byColumn;

    /// <param name="byColumn">Seconds by the name of the quantile's column, such as <c>p95</c>.</param>
    public StableQuantiles(IReadOnlyDictionary<string, double> byColumn) => _byColumn = byColumn;

    public static StableQuantiles Unknown { get; } = new(new Dictionary<string, double>());

    /// <summary>In seconds; null where it is not known.</summary>
    public double? Of(LatencyObjective latency) => _byColumn.TryGetValue(RequestColumns.Quantile(latency), out var quantile) ? quantile : null;

    /// <summary>The boundary for the canary: stable's quantile times the margin, in whole microseconds.</summary>
    public static double Widened(double own, LatencyObjective latency) => Rounded(own * (latency.Margin ?? LatencyObjective.DefaultMargin));

    /// <summary>Asks for stable's quantiles; null where nothing needs them.</summary>
    public static NrqlQuery? Question(EvidencePlan plan)
    {
        var (objectives, measure) = (plan.Objectives.OfType<LatencyObjective>().Where(latency => latency.Judge.Needs.Pods).ToList(), RequestMeasure.Of(plan.Telemetry));
        return plan.Control is { } control && objectives.Count > 0
            ? new NrqlQuery(QueryName, Nrql.Create(
                $"SELECT {Nrql.List([.. measure.Count(Counted.Requests, RequestColumns.Requests), .. RequestColumns.Quantiles(measure, objectives)])} FROM {RequestRows.Of(plan)} WHERE {Nrql.And([RequestRows.Where(plan), SliceConditions.Slice(control)])} SINCE {Past(plan).Begin} UNTIL {Past(plan).End}"))
            : null;
    }

    /// <summary>Whether what is asked is over: then the answer stays what it is.</summary>
    public static bool IsFrozen(EvidencePlan plan) => plan.History is not null || Past(plan).End < plan.Span.End;

    /// <summary>The history, or the begin of the rollout where the policy wants none.</summary>
    private static (DateTimeOffset Begin, DateTimeOffset End) Past(EvidencePlan plan) => plan.History is { } history ? (history.Begin, history.End)
        : (plan.Span.Begin, plan.Span.Begin + (plan.Span.Length < BeginOfRollout ? plan.Span.Length : BeginOfRollout));

    /// <summary>What New Relic answered; unknown where it did not, or where too few requests came for a quantile to mean anything.</summary>
    public static StableQuantiles Read(EvidencePlan plan, NrqlBatch batch)
    {
        var measure = RequestMeasure.Of(plan.Telemetry);
        if (batch[QueryName] is not NrqlOutcome.Answered { Result.Rows: [var row, ..] } || !(measure.Count(row, RequestColumns.Requests) >= 100))
        {
            return Unknown;
        }

        var quantiles = new Dictionary<string, double>();
        foreach (var latency in plan.Objectives.OfType<LatencyObjective>())
        {
            if (measure.Quantile(row, RequestColumns.Quantile(latency), RequestColumns.Percent(latency)) is > 0 and { } quantile)
            {
                quantiles[RequestColumns.Quantile(latency)] = Rounded(quantile);
            }
        }

        return new StableQuantiles(quantiles);
    }

    private static double Rounded(double seconds) => Math.Round(seconds, 6);
}
