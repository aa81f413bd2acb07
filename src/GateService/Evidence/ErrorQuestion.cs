using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Whose fault failed requests are: their signatures in both slices, the calls that failed in them, all calls by dependency, and where the time goes. Counts
/// come from the same events as the requests, never from TransactionError, which is sampled by itself.
/// </summary>
internal sealed class ErrorQuestion
{
    private const int MostSignatures = 200;
    private const int FewestSignatures = 40;
    private const string Failures = "failures";
    private const string Marks = "marked";

    private readonly EvidencePlan _plan;
    private readonly RequestMeasure _measure;
    private readonly CoarseSpan _span;
    private readonly SeriesQuery _canary;
    private readonly SeriesQuery? _stable;
    private readonly CallQuestion? _calls;

    public ErrorQuestion(EvidencePlan plan)
    {
        (_plan, _measure, _span) = (plan, RequestMeasure.Of(plan.Telemetry), new CoarseSpan(plan.Span));
        _canary = Ask("errors", plan.Judged!);
        _stable = plan.Control is { } control ? Ask("errors-stable", control) : null;
        _calls = plan.Telemetry.Calls is { } calls ? new CallQuestion(plan, calls) : null;
    }

    /// <summary>What can be sent; what is too long for New Relic is unavailable like a question that it did not answer.</summary>
    public IReadOnlyList<NrqlQuery> Queries => [.. Signatures.Concat(_calls?.Queries ?? []).Where(query => query.Fits)];

    private IEnumerable<NrqlQuery> Signatures => [.. _canary.Queries, .. _stable?.Queries ?? []];

    /// <param name="batch">The answers.</param>
    /// <param name="objectives">What was answered of the requests themselves.</param>
    public ErrorEvidence Read(NrqlBatch batch, IReadOnlyList<ObjectiveEvidence> objectives)
    {
        var (canary, stable) = (RequestCells.Of(_plan, objectives, found => found.Judged), RequestCells.Of(_plan, objectives, found => found.Control));
        var evidence = (_calls?.Read(batch, canary.Requests, stable.Requests) ?? NoCalls()) with { Queries = [.. Queries.Select(query => query.Name)] };
        return (UnavailableCause.Of(batch, Signatures) ?? Unreadable(batch)) is { } cause
            ? evidence with { Unavailable = cause }
            : evidence with { Canary = Read(_canary, batch, canary), Stable = _stable is null ? [] : Read(_stable, batch, stable) };
    }

    /// <summary>What is not known beside the evidence, for people.</summary>
    public IEnumerable<string> Notes(NrqlBatch batch) => _calls?.Notes(batch) ?? [];

    private ErrorEvidence NoCalls()
    {
        var cause = $"{_plan.Telemetry.Kind} shows no calls of the service to others";
        return new ErrorEvidence { CallsUnavailable = cause, TimesUnavailable = cause };
    }

    /// <summary>A row without its count or its signature is no zero: what it stands for would be missing on one side.</summary>
    private string? Unreadable(NrqlBatch batch) => new[] { _canary, _stable }.OfType<SeriesQuery>().SelectMany(query => query.Rows(batch))
        .Any(row => row.BeginTime is null || Failed(row) is null || Marked(row) is null || ErrorAttributes.Signature(row.Facets, _plan.Telemetry) is null)
            ? "New Relic answered with errors, but without their counts or what was said of them"
            : null;

    private SeriesQuery Ask(string name, SliceSelector slice)
    {
        var where = Nrql.And([RequestRows.Where(_plan), SliceConditions.Slice(slice), RequestConditions.Failure(_plan.Telemetry)]);
        var columns = Nrql.List([.. _measure.Count(Counted.Requests, Failures), .. _measure.Count(Counted.Marked, Marks)]);
        return _span.Ask(name, Nrql.Create(
            $"SELECT {columns} FROM {RequestRows.Of(_plan)} WHERE {where} FACET {Nrql.List(ErrorAttributes.Facets(_plan.Telemetry))} LIMIT {_span.Facets(FewestSignatures, MostSignatures)}"));
    }

    /// <summary>What is beyond the most frequent signatures is one series without a name.</summary>
    private List<ErrorSeries> Read(SeriesQuery query, NrqlBatch batch, RequestCells cells)
    {
        var (errors, failures) = (_span.Shares(cells.Errors, cells.Failures, cells.Requests), _span.Shares(cells.Failures, cells.Errors, cells.Requests));
        var named = _measure.Once(query.Rows(batch), Failures).Where(row => ErrorAttributes.Signature(row.Facets, _plan.Telemetry) is not null).GroupBy(row => ErrorAttributes.Signature(row.Facets, _plan.Telemetry)!)
            .Select(rows => new ErrorSeries(rows.Key, Lay(rows, errors, failures)));
        var others = new ErrorSeries(null, Lay(query.Queries.SelectMany(part => batch.GetRequired(part.Name).OtherResult), errors, failures));
        return [.. named.Append(others).Where(series => series.Buckets.Any(bucket => bucket.Failures > 0))];
    }

    /// <summary>Failures that are no errors; null where New Relic did not say.</summary>
    private double? Marked(NrqlRow row) => _plan.Telemetry.Marked is null ? 0 : _measure.Count(row, Marks);

    private double? Failed(NrqlRow row) => _measure.Count(row, Failures);

    private ErrorCount[] Lay(IEnumerable<NrqlRow> rows, double[] errors, double[] failures)
    {
        var wide = new ErrorCount[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, rows))
        {
            wide[index] += new ErrorCount((Failed(row) ?? 0) - (Marked(row) ?? 0), Failed(row) ?? 0);
        }

        return [.. Enumerable.Range(0, _span.Cells).Select(t => new ErrorCount(wide[_span.WideOf(t)].Errors * errors[t], wide[_span.WideOf(t)].Failures * failures[t]))];
    }
}
