using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What New Relic answered to a question about requests: rows of both slices, told apart once.</summary>
internal sealed class RequestAnswers
{
    private readonly EvidencePlan _plan;
    private readonly RequestMeasure _measure;
    private readonly RequestAsked _asked;
    private readonly NrqlBatch _batch;
    private readonly Lazy<TrafficCounts> _traffic;
    private readonly List<NrqlRow> _judgedInWindow;
    private readonly List<NrqlRow> _controlInWindow;

    /// <param name="plan">What was asked about.</param>
    /// <param name="measure">How requests are counted.</param>
    /// <param name="asked">The queries.</param>
    /// <param name="batch">The answers, those that count requests among them.</param>
    public RequestAnswers(EvidencePlan plan, RequestMeasure measure, RequestAsked asked, NrqlBatch batch)
    {
        (_plan, _measure, _asked, _batch) = (plan, measure, asked, batch);

        // Rows without requests are left out: which of them New Relic answers with depends on what else it was asked about.
        List<NrqlRow> counts = [.. asked.Counts.Rows(batch).Where(row => Requests(row) > 0)];
        (Judged, Control) = (SliceFacet.JudgedRows(plan, counts), SliceFacet.ControlRows(plan, counts));
        (_judgedInWindow, _controlInWindow) = (OfWindow(Judged), OfWindow(Control));
        Unknown = asked.Quantiles is null ? null : UnavailableCause.Of(batch, [asked.Quantiles]);
        var quantiles = asked.Quantiles is null || Unknown is not null ? [] : batch.GetRequired(asked.Quantiles.Name).Rows;
        (JudgedQuantiles, ControlQuantiles) = (SliceFacet.JudgedRows(plan, quantiles), SliceFacet.ControlRows(plan, quantiles));
        JudgedSight = Sight.Of(plan.Slice, plan, measure, _judgedInWindow);
        ControlSight = Sight.Of(GateService.Core.Requests.Slice.Stable, plan, measure, _controlInWindow);
        _traffic = new(() => TrafficCounts.Of(Exposures(Judged), plan.Control is null ? [] : Exposures(Control), asked.Timeslices?.Read(batch)));
    }

    /// <summary>Rows with requests, of the judged slice.</summary>
    public IReadOnlyList<NrqlRow> Judged { get; }

    /// <summary>Of stable.</summary>
    public IReadOnlyList<NrqlRow> Control { get; }

    /// <summary>The window in one row, with what does not add up.</summary>
    public IReadOnlyList<NrqlRow> JudgedQuantiles { get; }

    /// <summary>The same of stable.</summary>
    public IReadOnlyList<NrqlRow> ControlQuantiles { get; }

    /// <summary>Why quantiles and means are not known; null where they are, or nobody asked.</summary>
    public string? Unknown { get; }

    public Sight JudgedSight { get; }

    public Sight ControlSight { get; }

    /// <summary>Requests of both slices, cell by cell, whatever the objectives count.</summary>
    public TrafficCounts Traffic => _traffic.Value;

    /// <summary>Failed requests of a slice, cell by cell, however failed.</summary>
    public IReadOnlyList<double> Failed(bool isControl)
    {
        var failed = new double[_plan.Span.Buckets];
        foreach (var (index, row) in BucketRows.Index(_plan.Span, isControl ? Control : Judged))
        {
            failed[index] = (Count(row, Counted.Errors) ?? 0) + (Count(row, Counted.Marked) ?? 0);
        }

        return failed;
    }

    /// <summary>Some requests are counted so.</summary>
    public bool HasAny(Counted what) => Judged.Concat(Control).Any(row => Count(row, what) > 0);

    /// <summary>What a request of a slice takes on average; null where New Relic did not say.</summary>
    public RequestMeans? Means(bool isControl) => (isControl ? ControlQuantiles : JudgedQuantiles) is [var whole, ..] && whole.Number(RequestColumns.Duration) is { } duration
        ? new RequestMeans(duration, whole.Number(RequestColumns.ExternalCalls) ?? 0, whole.Number(RequestColumns.DatabaseCalls) ?? 0)
        : null;

    /// <summary>Clusters of a slice; null where its rows say nothing of them.</summary>
    public ClusterCount? Clusters(bool isControl) => isControl
        ? ClusterColumns.Read(Control, _measure.Count, RequestColumns.Requests, ControlQuantiles)
        : ClusterColumns.Read(Judged, _measure.Count, RequestColumns.Requests, JudgedQuantiles);

    /// <summary>Stable's pods one by one; empty where nobody asked for them.</summary>
    public IReadOnlyList<PodSeries> StablePods(Func<DateTimeOffset, NrqlRow, Bucket> read) => _asked.Pods?.Read(_batch, read) ?? [];

    public double Requests(NrqlRow row) => _measure.Count(row, RequestColumns.Requests) ?? 0;

    /// <summary>One slice as an objective counts it.</summary>
    /// <param name="objective">Of requests.</param>
    /// <param name="cells">How it counts.</param>
    /// <param name="weights">Weight of each bucket, in percent; null where it is not known.</param>
    /// <param name="expected">Share of the marked requests that was expected, of each bucket; empty where it is not known.</param>
    /// <param name="isControl">Of stable.</param>
    public SliceEvidence Slice(Objective objective, ObjectiveCells cells, IReadOnlyList<double?> weights, IReadOnlyList<double?> expected, bool isControl)
    {
        var (window, quantiles) = isControl ? (_controlInWindow, ControlQuantiles) : (_judgedInWindow, JudgedQuantiles);
        var requests = window.Sum(cells.Exposure);
        if (!(requests > 0))
        {
            return new SliceEvidence.NoData { Buckets = Buckets() };
        }

        if (Unknown is { } unknown && objective is LatencyObjective && !ObjectiveCells.IsWeighed(objective))
        {
            return new SliceEvidence.Unavailable(unknown);
        }

        var bad = window.Select(row => cells.Bad(row, _plan.Weight, Expected(row))).ToList();
        return bad.TrueForAll(count => count is not null)
            && (Unknown is not null && objective is LatencyObjective latency ? cells.Bound(latency, window, requests) : cells.Value(quantiles, requests, bad.Sum()!.Value)) is { } value
            ? new SliceEvidence.Measured(value, requests, bad.Sum(), Buckets())
            : new SliceEvidence.Unavailable("New Relic answered with requests, but without the numbers this objective needs");

        IReadOnlyList<Bucket> Buckets() => BucketRows.Lay(_plan.Span, isControl ? Control : Judged, (begin, row) => cells.Cell(begin, row, weights[IndexOf(begin)], Expected(row), isControl));

        double? Expected(NrqlRow row) => expected.Count > 0 && row.BeginTime is { } begin ? expected.ElementAtOrDefault(IndexOf(begin)) : null;
    }

    /// <summary>The same evidence, without what these rows cannot tell.</summary>
    public ObjectiveEvidence Seen(Objective objective, ObjectiveEvidence evidence)
    {
        if ((JudgedSight.Tail ?? ControlSight.Tail) is { } tail)
        {
            return evidence with { Judged = new SliceEvidence.Unavailable(tail), Control = new SliceEvidence.NoData() };
        }

        if (RequestColumns.IsOfTime(objective))
        {
            return evidence with
            {
                Judged = JudgedSight.IsTimeless ? new SliceEvidence.Unavailable(JudgedSight.Timelessness(_plan.Telemetry, ControlSight)) : evidence.Judged,
                Control = ControlSight.IsTimeless ? new SliceEvidence.Unavailable(ControlSight.Timelessness(_plan.Telemetry, JudgedSight)) : evidence.Control,
            };
        }

        // Where both are blind their errors are of the same kinds; where stable alone is, it seems better than it is.
        return evidence with
        {
            Unseen = JudgedSight.Blindness(_plan.Telemetry, ControlSight),
            Control = !JudgedSight.IsBlind && ControlSight.Blindness(_plan.Telemetry, JudgedSight) is { } cause ? new SliceEvidence.Unavailable(cause) : evidence.Control,
        };
    }

    private int IndexOf(DateTimeOffset begin) => (int)Math.Round((begin - _plan.Span.Begin) / _plan.Span.Bucket);

    private List<NrqlRow> OfWindow(IReadOnlyList<NrqlRow> rows)
    {
        var from = _plan.Window.Begin - (_plan.Window.Bucket / 2);
        return [.. rows.Where(row => row.BeginTime is null || row.BeginTime > from)];
    }

    private IReadOnlyList<Bucket> Exposures(IReadOnlyList<NrqlRow> rows) => BucketRows.Lay(_plan.Span, rows, (begin, row) => new Bucket(begin, Requests(row), null));

    private double? Count(NrqlRow row, Counted what) => _measure.Count(row, RequestColumns.Name(what));
}
