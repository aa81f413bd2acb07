using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What one objective counts in rows of requests. Boundaries are found once, for rows are many.</summary>
internal sealed class ObjectiveCells
{
    private readonly EvidencePlan _plan;
    private readonly RequestMeasure _measure;
    private readonly Objective _objective;
    private readonly bool _isOfTime;
    private readonly bool _isWeighed;
    private readonly double? _own;
    private readonly double? _widened;
    private readonly double? _floor;
    private readonly double? _loosest;

    public ObjectiveCells(EvidencePlan plan, RequestMeasure measure, StableQuantiles stable, Objective objective)
    {
        (_plan, _measure, _objective) = (plan, measure, objective);
        (_isOfTime, _isWeighed) = (RequestColumns.IsOfTime(objective), IsWeighed(objective));
        if (objective is LatencyObjective latency)
        {
            // After a switch nothing serves beside it that could be counted at stable's quantile.
            _own = plan.Control is null ? null : stable.Of(latency);
            _widened = _own is { } own ? StableQuantiles.Widened(own, latency) : null;
            _floor = Floor(plan, latency, _own);
            _loosest = Loosest(latency);
        }
    }

    /// <summary>Weighed pod by pod, and not by its value over the window alone.</summary>
    public static bool IsWeighed(Objective objective) => objective.Judge.Needs.Pods;

    public static double Loosest(LatencyObjective latency) => latency.Limit!.Entries[0].Value;

    /// <summary>Boundaries, in seconds, that both slices are counted at: the canary above the margin over stable's own quantile and above the floor, stable above the quantile itself.</summary>
    public static IEnumerable<double> Comparing(EvidencePlan plan, LatencyObjective latency, double? own) => plan.Control is not null && own is { } quantile
        ? [quantile, StableQuantiles.Widened(quantile, latency), .. Floor(plan, latency, quantile) is { } floor ? new[] { floor } : []]
        : [];

    /// <summary>Boundaries, in seconds, that stable's pods are counted at: what the comparison counts, the loosest limit before stable's own quantile is known; and the loosest limit.</summary>
    public static IEnumerable<double> OfPods(LatencyObjective latency, double? own) => [own ?? Loosest(latency), Loosest(latency)];

    /// <summary>A bucket of a slice.</summary>
    /// <param name="begin">Of the bucket.</param>
    /// <param name="row">Of the slice.</param>
    /// <param name="observed">Weight at that time, in percent; null where it is not known.</param>
    /// <param name="expected">Share of the marked requests that was expected, 0 to 1; null where it is not known.</param>
    /// <param name="isControl">Of stable.</param>
    public Bucket Cell(DateTimeOffset begin, NrqlRow row, double? observed, double? expected, bool isControl)
    {
        var weight = _isWeighed ? observed : _plan.Weight;
        return new Bucket(
            begin,
            Exposure(row),
            Bad(row, weight, expected),
            BadAgainstStable: _own is null ? null : _measure.Slower(row, isControl ? _own.Value : _widened!.Value),
            BadOverFloor: isControl || _floor is not { } harmful ? null : _measure.Slower(row, Math.Min(harmful, _objective.Limit!.At(weight))),
            Denied: _objective is RefusalRateObjective ? Count(row, Counted.Denials) : null);
    }

    /// <summary>A bucket of one of stable's pods.</summary>
    public Bucket OfStablePod(DateTimeOffset begin, NrqlRow row, double? expected) => new(
        begin, Exposure(row), _loosest is { } loosest ? _measure.Slower(row, _own ?? loosest) : Bad(row, null, expected), BadOverLimit: OverLoosest(row));

    /// <summary>A bucket of one of the canary's pods.</summary>
    public Bucket OfCanaryPod(DateTimeOffset begin, NrqlRow row, double? observed) => Cell(begin, row, observed, null, isControl: false) with { BadOverLimit = OverLoosest(row) };

    /// <summary>Requests that can be held against the objective.</summary>
    public double Exposure(NrqlRow row) => (_isOfTime ? _measure.Count(row, RequestColumns.Timed) : null) ?? _measure.Count(row, RequestColumns.Requests) ?? 0;

    /// <summary>Requests that count against the objective, fractional for Apdex; null where New Relic did not say.</summary>
    public double? Bad(NrqlRow row, double? weight, double? expected) => _objective switch
    {
        ErrorRateObjective or SuccessRateObjective when _plan.Telemetry.Marked is null => Count(row, Counted.Errors) * (1 - (expected ?? 0)),
        ErrorRateObjective => Count(row, Counted.Errors),
        SuccessRateObjective => Count(row, Counted.Errors) + (Count(row, Counted.Marked) * (1 - (expected ?? 0))),
        RefusalRateObjective => Count(row, Counted.Refusals),
        LatencyObjective latency => _measure.Slower(row, latency.Limit!.At(weight)),
        // Tolerating users count half.
        ApdexObjective apdex => (_measure.Slower(row, apdex.Threshold) + _measure.Slower(row, RequestColumns.Frustrating(apdex))) / 2,
        _ => null,
    };

    /// <summary>What is shown of a window: of the rows that say so, or of its counts; null where New Relic did not say.</summary>
    /// <param name="quantiles">The window in one row; none where nobody knows.</param>
    /// <param name="requests">In the window.</param>
    /// <param name="bad">In the window.</param>
    public double? Value(IReadOnlyList<NrqlRow> quantiles, double requests, double bad) => _objective switch
    {
        LatencyObjective latency => quantiles is [var whole, ..] ? _measure.Quantile(whole, RequestColumns.Quantile(latency), RequestColumns.Percent(latency)) : null,
        { Comparison: Comparison.AtMost } => bad / requests,
        _ => 1 - (bad / requests),
    };

    /// <summary>The lowest limit that the quantile keeps by the counts of slower requests; else just over the highest.</summary>
    public double Bound(LatencyObjective latency, IReadOnlyList<NrqlRow> window, double requests)
    {
        var limits = RequestColumns.Limits(latency, _plan.Weight).Order().ToList();
        return limits.Where(limit => window.Sum(row => _measure.Slower(row, limit) ?? 0) <= (1 - latency.Quantile) * requests).Cast<double?>().FirstOrDefault()
            ?? Math.BitIncrement(limits[^1]);
    }

    /// <summary>Where harm begins within the limit, in seconds; null where that is nowhere.</summary>
    private static double? Floor(EvidencePlan plan, LatencyObjective latency, double? own) =>
        IsWeighed(latency) && plan.Control is not null && latency.HarmfulFrom(own) is { } floor && floor < RequestColumns.Limits(latency, plan.Weight).Max() ? floor : null;

    private double? OverLoosest(NrqlRow row) => _loosest is { } loosest ? _measure.Slower(row, loosest) : null;

    private double? Count(NrqlRow row, Counted what) => _measure.Count(row, RequestColumns.Name(what));
}
