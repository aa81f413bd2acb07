using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Stable's own quantiles before the rollout, of latency in seconds and of KPIs, fixed for the rollout: the boundaries that the canary's are compared at.
/// Facts about the past, so they are asked once and then remembered.
/// </summary>
internal sealed class StableQuantiles
{
    private const string QueryName = "stable-quantiles";
    private const double Fewest = 100;

    /// <summary>In seconds, thirty years: what is longer is no duration, and no boundary to compare one with.</summary>
    private const double LongestDuration = 1e9;

    /// <summary>Without a history: how much of the rollout's begin takes its place.</summary>
    private static readonly TimeSpan BeginOfRollout = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyDictionary<string, double> _byColumn;

    /// <param name="byColumn">Seconds by the name of the quantile's column, such as <c>p95</c>; values of a KPI by the name of its question, such as <c>kpi:basket</c>.</param>
    public StableQuantiles(IReadOnlyDictionary<string, double> byColumn) => _byColumn = byColumn;

    /// <summary>As evidence holds them that was gathered with them.</summary>
    public static StableQuantiles OfEvidence(EvidencePlan plan, GateEvidence evidence) => new(plan.Objectives
        .Select(objective => (
            Column: objective switch { LatencyObjective latency => RequestColumns.Quantile(latency), KpiObjective kpi => KpiRows.Name(kpi), _ => null },
            evidence.Objectives.FirstOrDefault(known => known.Objective == objective.Name)?.StableQuantile))
        .Where(known => known is { Column: not null, StableQuantile: not null })
        .DistinctBy(known => known.Column).ToDictionary(known => known.Column!, known => known.StableQuantile!.Value));

    public static StableQuantiles Unknown { get; } = new(new Dictionary<string, double>());

    /// <summary>In seconds; null where it is not known.</summary>
    public double? Of(LatencyObjective latency) => _byColumn.TryGetValue(RequestColumns.Quantile(latency), out var quantile) ? quantile : null;

    /// <summary>Null where it is not known.</summary>
    public double? Of(KpiObjective kpi) => _byColumn.TryGetValue(KpiRows.Name(kpi), out var quantile) ? quantile : null;

    /// <summary>The boundary for the canary: stable's quantile times the margin, in whole microseconds.</summary>
    public static double Widened(double own, LatencyObjective latency) => Rounded(own * (latency.Margin ?? LatencyObjective.DefaultMargin));

    /// <summary>The same of a KPI; one that must be high is worse below.</summary>
    public static double Widened(double own, KpiObjective kpi)
    {
        var margin = kpi.Margin ?? LatencyObjective.DefaultMargin;
        return kpi.Comparison == Comparison.AtMost ? own * margin : own / margin;
    }

    /// <summary>Asks for stable's quantiles; none where nothing needs them.</summary>
    public static IReadOnlyList<NrqlQuery> Questions(EvidencePlan plan) =>
    [
        .. Latency(plan) is { } latency ? [latency] : Array.Empty<NrqlQuery>(),
        .. plan.Objectives.OfType<KpiObjective>().Where(kpi => kpi.Definition.Form == KpiForm.Percentile && kpi.Judge.Needs.Pods).Select(kpi => OfKpi(plan, kpi)).OfType<NrqlQuery>(),
    ];

    private static NrqlQuery? OfKpi(EvidencePlan plan, KpiObjective kpi) => KpiRows.Slices(plan, kpi)?.Control is { } control
        ? new NrqlQuery($"{QueryName}-{KpiRows.Name(kpi)}", OfPast(plan, Nrql.Create(
            $"SELECT {Nrql.List([KpiColumns.Events(kpi.Definition), KpiColumns.OfWindow(kpi.Definition)!])} FROM {new NrqlIdentifier(kpi.Definition.EventType)} WHERE {Nrql.And([KpiRows.Where(plan, kpi), SliceConditions.Slice(control)])}")))
        { Account = kpi.Definition.Account }
        : null;

    private static NrqlQuery? Latency(EvidencePlan plan)
    {
        var (objectives, measure) = (plan.Objectives.OfType<LatencyObjective>().Where(latency => latency.Judge.Needs.Pods).ToList(), RequestMeasure.Of(plan.Telemetry));
        return (plan.Control ?? plan.Former) is { } stable && objectives.Count > 0
            ? new NrqlQuery(QueryName, OfPast(plan, Nrql.Create(
                $"SELECT {Nrql.List([.. measure.Count(Counted.Requests, RequestColumns.Requests), .. RequestColumns.Quantiles(measure, objectives)])} FROM {RequestRows.Of(plan)} WHERE {Nrql.And([RequestRows.Where(plan), SliceConditions.Slice(stable)])}{Stretches(plan, stable)}")))
            : null;
    }

    /// <summary>Whether what is asked is over: then the answer stays what it is.</summary>
    /// <param name="plan">What is asked.</param>
    /// <param name="closed">Up to when late events change nothing any more.</param>
    public static bool IsClosed(EvidencePlan plan, DateTimeOffset closed) => Past(plan).End <= closed;

    private static NrqlSeries OfPast(EvidencePlan plan, Nrql body) => new(body, Past(plan).Begin, Past(plan).End, null);

    /// <summary>Of a past of a few minutes one percentile says as much.</summary>
    private static Nrql Stretches(EvidencePlan plan, SliceSelector stable) =>
        Past(plan) is var (begin, end) && end - begin >= TypicalQuantile.Fewest ? Nrql.Create($"{ByPod(plan, stable)} TIMESERIES {TypicalQuantile.CellOf(end - begin)}") : Nrql.Empty;

    /// <summary>Requests that do not name their pod would be missing: only where the slice itself is told by that.</summary>
    private static Nrql ByPod(EvidencePlan plan, SliceSelector stable) =>
        stable.By is SliceBy.PodName or SliceBy.Host ? Nrql.Create($" FACET {StablePodsQuery.Pod(plan, stable)} LIMIT {StablePodsQuery.MostPods}") : Nrql.Empty;

    /// <summary>The history, or the begin of the rollout where the policy wants none.</summary>
    private static (DateTimeOffset Begin, DateTimeOffset End) Past(EvidencePlan plan) => plan.History is { } history ? (history.Begin, history.End)
        : (plan.Span.Begin, plan.Span.Begin + (plan.Span.Length < BeginOfRollout ? plan.Span.Length : BeginOfRollout));

    /// <summary>What New Relic answered; unknown where it did not, or where too few requests or events came for a quantile to mean anything.</summary>
    public static StableQuantiles Read(EvidencePlan plan, NrqlBatch batch)
    {
        var (measure, quantiles) = (RequestMeasure.Of(plan.Telemetry), new Dictionary<string, double>());
        if (batch.Names.Contains(QueryName) && batch[QueryName] is NrqlOutcome.Answered { Result: var requests })
        {
            foreach (var latency in plan.Objectives.OfType<LatencyObjective>())
            {
                var cells = Cells(requests.Rows, latency);
                if (cells.Sum(cell => cell.Requests) >= Fewest && TypicalQuantile.Of(latency.Quantile, cells) is > 0 and < LongestDuration and { } quantile)
                {
                    quantiles[RequestColumns.Quantile(latency)] = Rounded(quantile);
                }
            }
        }

        foreach (var kpi in plan.Objectives.OfType<KpiObjective>())
        {
            if (Row(batch, $"{QueryName}-{KpiRows.Name(kpi)}") is { } events && KpiColumns.CountOf(events) >= Fewest && KpiColumns.QuantileOf(events, kpi.Definition) is > 0 and { } quantile)
            {
                quantiles[KpiRows.Name(kpi)] = quantile;
            }
        }

        return new StableQuantiles(quantiles);

        List<(double Value, double Requests)> Cells(IEnumerable<NrqlRow> rows, LatencyObjective latency) =>
        [
            .. rows.Select(row => (Value: measure.Quantile(row, RequestColumns.Quantile(latency), RequestColumns.Percent(latency)) ?? 0, Requests: measure.Count(row, RequestColumns.Requests) ?? 0)).Where(cell => cell is { Value: > 0, Requests: > 0 }),
        ];
    }

    private static NrqlRow? Row(NrqlBatch batch, string name) => batch.Names.Contains(name) && batch[name] is NrqlOutcome.Answered { Result.Rows: [var row, ..] } ? row : null;

    private static double Rounded(double seconds) => Math.Round(seconds, 6);
}
