using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Class and message of errors where they stand beside the requests, and which of them were expected, in both slices. Shares only: what is kept there is capped. Where
/// marked requests are counted, also how many errors of such there are, and how many of these were expected.
/// </summary>
internal sealed class NameQuestion
{
    private const int MostNames = 100;
    private const int FewestNames = 40;
    private const string Expected = "expected";
    private const string Errors = "errors";
    private const string Kept = "kept";
    private const string KeptExpected = "keptExpected";

    private readonly EvidencePlan _plan;
    private readonly ErrorNames _names;
    private readonly CoarseSpan _span;
    private readonly SeriesQuery _canary;
    private readonly SeriesQuery? _stable;

    public NameQuestion(EvidencePlan plan, ErrorNames names, CoarseSpan span)
    {
        (_plan, _names, _span) = (plan, names, span);
        _canary = Ask("error-names", plan.Judged!);
        _stable = plan.Control is { } control ? Ask("error-names-stable", control) : null;
    }

    public IReadOnlyList<NrqlQuery> Queries => [.. _canary.Queries, .. _stable?.Queries ?? []];

    /// <summary>Whether it can be sent and tells which share of marked requests was expected.</summary>
    public bool TellsExpected => Marks.Any() && Queries.All(query => query.Fits);

    /// <summary>Errors of marked requests and, of these, expected ones of both slices, cell by cell: all cells of a wide bucket say what it says, for shares.</summary>
    public (double[] Kept, double[] Expected) Marked(NrqlBatch batch, bool isControl)
    {
        var query = isControl ? _stable : _canary;
        IReadOnlyList<NrqlRow> rows = query is null || UnavailableCause.Of(batch, Queries) is not null ? [] : [.. query.Rows(batch), .. query.Queries.SelectMany(part => batch.GetRequired(part.Name).OtherResult)];
        var (kept, expected) = (Lay(rows, Kept), Lay(rows, KeptExpected));
        return ([.. Enumerable.Range(0, _span.Cells).Select(t => kept[_span.WideOf(t)])], [.. Enumerable.Range(0, _span.Cells).Select(t => expected[_span.WideOf(t)])]);
    }

    /// <summary>Null where New Relic did not answer for both slices: then neither has names, because one rule is for both.</summary>
    public (SliceNames Canary, SliceNames Stable)? Read(NrqlBatch batch) =>
        UnavailableCause.Of(batch, Queries) is null ? (Read(_canary, batch), _stable is null ? SliceNames.None(_span.Window.Buckets) : Read(_stable, batch)) : null;

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, Queries) is { } cause
        ? [$"classes and messages that stand beside the requests are not known, and failed requests without them are unclassified: {cause}"]
        : [];

    /// <summary>Class, status and message, as far as there are any; background work has no status.</summary>
    private IReadOnlyList<IReadOnlyList<string>> Parts => [_names.ClassAttributes, _plan.Telemetry.StatusAttributes, _names.MessageAttributes, []];

    private IEnumerable<Nrql> Marks
    {
        get
        {
            if (_names.Expected is { } expected && _plan.Objectives.Any(objective => ExpectedQuery.Counts(_plan, objective)))
            {
                var marks = _names.Marks is { } marked ? Nrql.Trusted($"({marked}) AND ") : Nrql.Empty;
                yield return _names.Marks is { } all ? Nrql.Create($"filter(count(*), WHERE {Nrql.Trusted(all)}) AS {new NrqlIdentifier(Kept)}") : Nrql.Create($"count(*) AS {new NrqlIdentifier(Kept)}");
                yield return Nrql.Create($"filter(count(*), WHERE {marks}{Nrql.Trusted(expected)}) AS {new NrqlIdentifier(KeptExpected)}");
            }
        }
    }

    private SeriesQuery Ask(string name, SliceSelector slice)
    {
        var where = Nrql.And([SliceConditions.Service(_plan), _names.Where is { } rows ? Nrql.Trusted(rows) : Nrql.Empty, SliceConditions.Slice(slice)]);
        Nrql[] facets =
        [
            .. Parts.Where(part => part.Count > 0).Select(part => ErrorAttributes.FirstOf(part)),
            .. _names.Expected is { } expected ? [Nrql.Create($"if({Nrql.Trusted(expected)}, {Expected}, {"-"})")] : Array.Empty<Nrql>(),
        ];
        return _span.Ask(name, Nrql.Create(
            $"SELECT {Nrql.List([Nrql.Create($"count(*) AS errors"), .. Marks])} FROM {new NrqlIdentifier(_names.EventType)} WHERE {where} FACET {Nrql.List(facets)} LIMIT {_span.Facets(FewestNames, MostNames)}"));
    }

    private SliceNames Read(SeriesQuery query, NrqlBatch batch) => new(
        [
            .. query.Rows(batch).Where(row => ErrorAttributes.Signature(row.Facets, Parts) is not null)
                .GroupBy(row => (Signature: ErrorAttributes.Signature(row.Facets, Parts)!, IsExpected: _names.Expected is not null && row.Facets[^1] == Expected))
                .Select(rows => new NamedErrors(rows.Key.Signature.Status, rows.Key.Signature.Type, rows.Key.Signature.Message, rows.Key.IsExpected, Lay(rows, Errors))),
        ],
        Lay(query.Queries.SelectMany(part => batch.GetRequired(part.Name).OtherResult), Errors));

    private double[] Lay(IEnumerable<NrqlRow> rows, string column)
    {
        var wide = new double[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, rows))
        {
            wide[index] += Math.Max(0, row.Number(column) ?? 0);
        }

        return wide;
    }
}

/// <summary>What is kept of one slice's errors beside its requests, in wide buckets.</summary>
/// <param name="Named">By class, status and message.</param>
/// <param name="Others">Those too rare to be told apart.</param>
internal sealed record SliceNames(IReadOnlyList<NamedErrors> Named, IReadOnlyList<double> Others)
{
    public static SliceNames None(int buckets) => new([], new double[buckets]);
}
