using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Error lines of both slices' logs beside their requests, bucket by bucket; stable's by pod, before and beside the canary, because lines come in bursts; and what the error
/// lines say. Lines are told apart by their pod, whoever sent them.
/// </summary>
internal sealed class LogQuestion : Question
{
    private const string Lines = "lines";
    private const string Errors = "errors";
    private const string Unlevelled = "unlevelled";

    private readonly LogErrorsObjective _objective;
    private readonly EvidencePlan _lines;
    private readonly RequestQuestion _requests;
    private readonly bool _asksRequests;
    private readonly SeriesQuery _series;
    private readonly StablePodsQuery? _pods;
    private readonly LogPatterns _patterns;

    /// <param name="plan">What is asked.</param>
    /// <param name="objective">Of the log.</param>
    /// <param name="requests">Counts the requests already; null where nobody does.</param>
    /// <param name="timeslices">As of the requests.</param>
    public LogQuestion(EvidencePlan plan, LogErrorsObjective objective, RequestQuestion? requests, TimesliceQuery? timeslices)
    {
        var logs = plan.Telemetry.Logs;
        (_objective, _lines, _asksRequests) = (objective, InLines(plan), requests is null);
        _requests = requests ?? new RequestQuestion(plan, [], StableQuantiles.Unknown, timeslices, null, $"-of-{objective.Name}");
        var (name, type, where, error) = ($"logs:{objective.Name}", new NrqlIdentifier(logs.EventType), LogConditions.Lines(plan, _lines), LogConditions.Error(logs));
        var errors = Nrql.And([where, error]);
        Nrql[] columns =
        [
            Nrql.Create($"count(*) AS {new NrqlIdentifier(Lines)}"),
            Nrql.Create($"filter(count(*), WHERE {error}) AS {new NrqlIdentifier(Errors)}"),
            .. LogConditions.Unlevelled(logs) is { } unlevelled ? [Nrql.Create($"filter(count(*), WHERE {unlevelled}) AS {new NrqlIdentifier(Unlevelled)}")] : Array.Empty<Nrql>(),
            .. ClusterColumns.Seen(_lines),
        ];
        _series = new SeriesQuery(name, plan.Span, Nrql.Create(
            $"SELECT {Nrql.List(columns)} FROM {type} WHERE {where} {SliceFacet.Clause(plan.Slice, _lines.Judged is { } judged ? new SlicePair(judged, _lines.Control) : null, LogConditions.Podless(plan.Service, logs))}"), logs.Account);
        _pods = objective.Judge.Needs.Pods && plan is { History: not null, Control: not null } && _requests.Counting.Count > 1
            ? new StablePodsQuery(_lines, $"{name}-stable-pods", [Nrql.Create($"count(*) AS {new NrqlIdentifier(Errors)}")], logs.EventType, errors, logs.Account)
            : null;
        _patterns = new LogPatterns(_lines, $"{name}-patterns", errors);
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => [.. Counting, .. _asksRequests ? _requests.Queries : []];

    public override IReadOnlyList<NrqlQuery> Explaining => _patterns.Queries;

    private IEnumerable<NrqlQuery> Counting => [.. _series.Queries, .. _pods is null ? [] : new[] { _pods.Query }];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (UnavailableCause.Of(batch, [.. Counting, .. _requests.Counting]) is { } cause)
        {
            return [Told(new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause))];
        }

        var (rows, traffic) = (_series.Rows(batch), _requests.Traffic(batch));
        var judged = Slice(SliceFacet.NameOf(_lines.Slice), SliceFacet.JudgedRows(_lines, rows), traffic.Judged);
        var control = Slice(SliceFacet.Control, SliceFacet.ControlRows(_lines, rows), traffic.Control);
        var sight = new LogSight(_lines, judged, control, SliceFacet.Rows(rows, SliceFacet.Neither).Sum(row => row.Number(Lines) ?? 0));
        return
        [
            Told(sight.Silence is { } silent ? new SliceEvidence.Unavailable(silent) : judged.Measured(_lines), sight.StableBlindness is { } blind ? new SliceEvidence.Unavailable(blind) : control.Measured(_lines)) with
            {
                Unseen = sight.Blindness,
                Uncounted = sight.Cut ?? (traffic.Basis == TrafficBasis.AtLeast ? traffic.Note : null),
                StablePods = Pods(batch),
                JudgedClusters = ClusterColumns.Read(SliceFacet.JudgedRows(_lines, rows), (row, column) => row.Number(column), Lines),
                ControlClusters = ClusterColumns.Read(SliceFacet.ControlRows(_lines, rows), (row, column) => row.Number(column), Lines),
            },
        ];
    }

    public override ObjectiveEvidence Explain(ObjectiveEvidence evidence, NrqlBatch batch)
    {
        if (_patterns.Unanswered(batch) is not null)
        {
            return evidence;
        }

        var (patterns, alone) = _patterns.Read(batch);
        return evidence with { LogPatterns = patterns, StableAlone = alone, Queries = [.. evidence.Queries, .. Explaining.Select(query => query.Name)] };
    }

    public override IEnumerable<string> Unexplained(NrqlBatch batch) => _patterns.Unanswered(batch) is { } cause ? [$"what the error lines say is not known: {cause}"] : [];

    /// <summary>The same slices, as lines tell their pod.</summary>
    private static EvidencePlan InLines(EvidencePlan plan)
    {
        var logs = plan.Telemetry.Logs;
        return plan with
        {
            Judged = Slice(plan.Judged),
            Control = Slice(plan.Control),
            Telemetry = plan.Telemetry with
            {
                EventType = logs.EventType,
                NamespaceAttributes = logs.NamespaceAttributes,
                ClusterAttributes = plan.Telemetry.ClusterAttributes.Count > 0 ? logs.ClusterAttributes : [],
                PodAttributes = logs.PodAttributes,
            },
        };

        SliceSelector? Slice(SliceSelector? slice) => slice is { By: SliceBy.PodName or SliceBy.Host or SliceBy.Label } ? slice with { Attributes = logs.PodAttributes } : slice;
    }

    private LogLines Slice(string name, IReadOnlyList<NrqlRow> rows, IReadOnlyList<Bucket> requests)
    {
        var counted = new (double Lines, double Errors, double Unlevelled)[_lines.Span.Buckets];
        foreach (var (index, row) in BucketRows.Index(_lines.Span, rows))
        {
            counted[index] = (row.Number(Lines) ?? 0, row.Number(Errors) ?? 0, row.Number(Unlevelled) ?? 0);
        }

        return new LogLines(name, [.. requests.Zip(counted, (bucket, lines) => new LogBucket(bucket.Begin, bucket.Exposure, lines.Lines, lines.Errors, lines.Unlevelled))]);
    }

    /// <summary>
    /// Error lines of the pods whose requests are known. Where the pods of lines are not those of requests, and beyond the busiest, which are others of each, all pods are one:
    /// it still shows how bursts come and go.
    /// </summary>
    private IReadOnlyList<PodSeries> Pods(NrqlBatch batch)
    {
        if (_pods is null)
        {
            return [];
        }

        const double Most = 0.9;
        var (requests, errors) = (_requests.PodRequests(batch), _pods.Read(batch, (begin, row) => new Bucket(begin, 0, row.Number(Errors) ?? 0)));
        var byPod = errors.Where(pod => pod.Pod != PodSeries.Others).ToDictionary(pod => pod.Pod, StringComparer.Ordinal);
        var named = requests.Where(pod => pod.Pod != PodSeries.Others).ToList();
        if (named.Count == requests.Count && named.Where(pod => byPod.ContainsKey(pod.Pod)).Sum(pod => Count(byPod[pod.Pod])) >= Most * errors.Sum(Count))
        {
            return [.. named.Select(pod => With(pod, byPod.GetValueOrDefault(pod.Pod)))];
        }

        return requests.Count == 0 ? [] : [With(Sum(requests), Sum(errors))];
    }

    private static PodSeries With(PodSeries requests, PodSeries? errors) =>
        requests with { Cells = [.. requests.Cells.Select((cell, t) => cell with { Bad = errors is null ? 0 : errors.Cells[t].Bad ?? 0 })] };

    private static PodSeries Sum(IReadOnlyList<PodSeries> pods) => new(PodSeries.Others,
        [.. pods[0].Cells.Select((cell, t) => cell with { Exposure = pods.Sum(pod => pod.Cells[t].Exposure), Bad = pods.Sum(pod => pod.Cells[t].Bad ?? 0) })]);

    private static double Count(PodSeries pod) => pod.Cells.Sum(cell => cell.Bad ?? 0);

    private ObjectiveEvidence Told(SliceEvidence judged, SliceEvidence control) =>
        new(_objective.Name, judged, control, [.. _requests.Counting.Concat(Queries).Select(query => query.Name).Distinct()]);
}
