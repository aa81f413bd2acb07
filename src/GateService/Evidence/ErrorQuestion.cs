using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Whose fault failed requests are: their signatures in both slices, the calls that failed in them, all calls by dependency, and where the time goes. Counts
/// come from the same events as the requests, never from TransactionError, which is sampled by itself; it lends them class and message where they have none.
/// </summary>
internal sealed class ErrorQuestion
{
    private const int MostSignatures = 200;
    private const int FewestSignatures = 40;
    private const string Failures = "failures";
    private const string Marks = "marked";
    private const string Notices = "noticed";
    private const string Example = "message";

    private readonly EvidencePlan _plan;
    private readonly RequestMeasure _measure;
    private readonly CoarseSpan _span;
    private readonly NameQuestion? _names;

    public ErrorQuestion(EvidencePlan plan)
    {
        (_plan, _measure, _span) = (plan, RequestMeasure.Of(plan.Telemetry), new CoarseSpan(plan.Span));
        _names = plan.Telemetry.Names is { RequestAttribute: null } names ? new NameQuestion(plan, names, _span) : null;
    }

    /// <summary>What can be sent; what is too long for New Relic is unavailable like a question that it did not answer.</summary>
    public IReadOnlyList<NrqlQuery> Queries => [.. Signatures.Concat(_names?.Queries ?? []).Concat(Calls?.Queries ?? []).Where(query => query.Fits)];

    /// <summary>Null where requests say themselves what went wrong, or the request's id tells.</summary>
    public NameQuestion? Names => _names;

    /// <summary>Put into words when somebody asks: of a healthy canary nobody does.</summary>
    private SeriesQuery Canary => field ??= Ask("errors", _plan.Judged!);

    private SeriesQuery? Stable => _plan.Control is { } control ? field ??= Ask("errors-stable", control) : null;

    private CallQuestion? Calls => _plan.Telemetry.Calls is { } calls ? field ??= new CallQuestion(_plan, calls) : null;

    private IEnumerable<NrqlQuery> Signatures => [.. Canary.Queries, .. Stable?.Queries ?? []];

    /// <param name="batch">The answers.</param>
    /// <param name="objectives">What was answered of the requests themselves.</param>
    public ErrorEvidence Read(NrqlBatch batch, IReadOnlyList<ObjectiveEvidence> objectives)
    {
        var (canary, stable) = (RequestCells.Of(_plan, objectives, found => found.Judged), RequestCells.Of(_plan, objectives, found => found.Control));
        var kinds = _names is null ? null : new ErrorKinds(_names.Rules, _names.Kinds(batch), Signatures.All(query => UnavailableCause.Of(batch, [query]) is null) ? Examples(batch) : []);
        var names = _names?.Read(batch, kinds!) ?? Calls?.ReadNames(batch);
        var evidence = (Calls?.Read(batch, canary.Requests, stable.Requests, names is not null, kinds) ?? NoCalls()) with { Queries = [.. Queries.Select(query => query.Name)] };
        return (UnavailableCause.Of(batch, Signatures) ?? Unreadable(batch)) is { } cause
            ? evidence with { Unavailable = cause }
            : ErrorKinds.Folded(
                evidence with { Canary = Named(Read(Canary, batch, canary, names?.Canary), kinds), Stable = Stable is null ? [] : Named(Read(Stable, batch, stable, names?.Stable), kinds) }, Rules);
    }

    /// <summary>What is not known beside the evidence, for people.</summary>
    public IEnumerable<string> Notes(NrqlBatch batch) => [.. _names?.Notes(batch) ?? [], .. Calls?.Notes(batch) ?? []];

    private static IReadOnlyList<ErrorSeries> Named(IReadOnlyList<ErrorSeries> slice, ErrorKinds? kinds) => kinds?.Named(slice) ?? slice;

    /// <summary>A message of each kind as requests themselves say it.</summary>
    private IEnumerable<((string? Type, string? Status, string? Rule) Kind, string? Message, double Errors)> Examples(NrqlBatch batch) => new[] { Canary, Stable }.OfType<SeriesQuery>()
        .SelectMany(query => query.Rows(batch)).Select(row => (Row: row, Signature: ErrorAttributes.Signature(row.Facets, _plan.Telemetry))).Where(one => one.Signature is not null)
        .Select(one => ((one.Signature!.Type, one.Signature.Status, (string?)null), ErrorAttributes.Stable(ErrorAttributes.Known(one.Row.Text(Example))), Failed(one.Row) ?? 0));

    /// <summary>All that look into messages, for errors whose messages are known.</summary>
    private MessageRules Rules => new([.. _plan.Attribution!.Signatures.Where(rule => rule.Messages.Count > 0 && !rule.IsExpired(DateOnly.FromDateTime(_plan.Window.End.UtcDateTime)))], null);

    private ErrorEvidence NoCalls()
    {
        var cause = $"{_plan.Telemetry.Kind} shows no calls of the service to others";
        return new ErrorEvidence { CallsUnavailable = cause, TimesUnavailable = cause };
    }

    /// <summary>A row without its count or its signature is no zero: what it stands for would be missing on one side.</summary>
    private string? Unreadable(NrqlBatch batch) => new[] { Canary, Stable }.OfType<SeriesQuery>().SelectMany(query => query.Rows(batch))
        .Any(row => row.BeginTime is null || Failed(row) is null || Marked(row) is null || Noticed(row) is null || ErrorAttributes.Signature(row.Facets, _plan.Telemetry) is null)
            ? "New Relic answered with errors, but without their counts or what was said of them"
            : null;

    private SeriesQuery Ask(string name, SliceSelector slice)
    {
        var where = Nrql.And([RequestRows.Where(_plan), SliceConditions.Slice(slice), RequestConditions.Failure(_plan.Telemetry)]);
        IReadOnlyList<Nrql> columns =
        [
            .. _measure.Count(Counted.Requests, Failures), .. _measure.Count(Counted.Marked, Marks),
            .. _plan.Telemetry.Names is { } names ? _measure.Count(Nrql.Trusted(names.Noticed), Notices) : [],
            .. ErrorAttributes.CountsMessages(_plan.Telemetry) || _plan.Telemetry.MessageAttributes.Count == 0 ? Array.Empty<Nrql>()
                : [Nrql.Create($"latest({ErrorAttributes.FirstOf(_plan.Telemetry.MessageAttributes)}) AS {new NrqlIdentifier(Example)}")],
        ];
        return _span.Ask(name, Nrql.Create(
            $"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(_plan)} WHERE {where} FACET {Nrql.List(ErrorAttributes.Facets(_plan.Telemetry))} LIMIT {_span.Facets(FewestSignatures, MostSignatures)}"));
    }

    /// <summary>What is beyond the most frequent signatures is one series without a name.</summary>
    private List<ErrorSeries> Read(SeriesQuery query, NrqlBatch batch, RequestCells cells, SliceNames? names)
    {
        var counted = _measure.Once(query.Rows(batch), Failures).Where(row => ErrorAttributes.Signature(row.Facets, _plan.Telemetry) is not null).GroupBy(row => ErrorAttributes.Signature(row.Facets, _plan.Telemetry)!)
            .Select(rows => new CountedErrors(rows.Key, Wide(rows))).ToList();
        counted.Add(new CountedErrors(null, Wide(query.Queries.SelectMany(part => batch.GetRequired(part.Name).OtherResult))));
        var (errors, failures) = (_span.Shares(cells.Errors, cells.Failures, cells.Requests), _span.Shares(cells.Failures, cells.Errors, cells.Requests));
        var known = names ?? SliceNames.None(_span.Window.Buckets);
        return [.. ErrorNaming.Split(counted, known.Named, known.Others, _plan.Telemetry.Marked is null).Select(series => series with { Buckets = Cells(series.Buckets, errors, failures) })];
    }

    /// <summary>Failures that are no errors; null where New Relic did not say.</summary>
    private double? Marked(NrqlRow row) => _plan.Telemetry.Marked is null ? 0 : _measure.Count(row, Marks);

    private double? Failed(NrqlRow row) => _measure.Count(row, Failures);

    /// <summary>Failures whose error is told beside them; null where New Relic did not say.</summary>
    private double? Noticed(NrqlRow row) => _plan.Telemetry.Names is null ? 0 : _measure.Count(row, Notices);

    private CountedError[] Wide(IEnumerable<NrqlRow> rows)
    {
        var wide = new CountedError[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, rows))
        {
            wide[index] += new CountedError((Failed(row) ?? 0) - (Marked(row) ?? 0), Marked(row) ?? 0, Noticed(row) ?? 0);
        }

        return wide;
    }

    private ErrorCount[] Cells(IReadOnlyList<ErrorCount> wide, double[] errors, double[] failures) =>
        [.. Enumerable.Range(0, _span.Cells).Select(t => new ErrorCount(wide[_span.WideOf(t)].Errors * errors[t], wide[_span.WideOf(t)].Failures * failures[t]))];
}
