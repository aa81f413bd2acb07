using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Class of errors where it stands beside the requests, the rule that their messages meet, and which of them were expected, in both slices. Shares only: what is kept
/// there is capped. Messages are not counted: the last of each kind is an example. Where marked requests are counted, also how many errors of such there are, and how
/// many of these were expected.
/// </summary>
internal sealed class NameQuestion
{
    private const int MostNames = 100;
    private const int FewestNames = 40;
    private const string Expected = "expected";
    private const string Errors = "errors";
    private const string Kept = "kept";
    private const string KeptExpected = "keptExpected";
    private const string Example = "message";

    /// <summary>Room for the span and its buckets behind a query.</summary>
    private const int Tail = 80;

    private readonly EvidencePlan _plan;
    private readonly ErrorNames _names;
    private readonly CoarseSpan _span;

    public NameQuestion(EvidencePlan plan, ErrorNames names, CoarseSpan span) => (_plan, _names, _span) = (plan, names, span);

    /// <summary>Those whose conditions are asked. Put into words when somebody asks, as the queries: of a healthy canary nobody does.</summary>
    public MessageRules Rules => field ??= AskedRules();

    private SeriesQuery Canary => field ??= Ask("error-names", _plan.Judged!);

    private SeriesQuery? Stable => _plan.Control is { } control ? field ??= Ask("error-names-stable", control) : null;

    public IReadOnlyList<NrqlQuery> Queries => [.. Canary.Queries, .. Stable?.Queries ?? []];

    /// <summary>Whether it can be sent and tells which share of marked requests was expected.</summary>
    public bool TellsExpected => Marks.Any() && Queries.All(query => query.Fits);

    /// <summary>Errors of marked requests and, of these, expected ones of both slices, cell by cell: all cells of a wide bucket say what it says, for shares.</summary>
    public (double[] Kept, double[] Expected) Marked(NrqlBatch batch, bool isControl)
    {
        var query = isControl ? Stable : Canary;
        IReadOnlyList<NrqlRow> rows = query is null || UnavailableCause.Of(batch, Queries) is not null ? [] : [.. query.Rows(batch), .. query.Queries.SelectMany(part => batch.GetRequired(part.Name).OtherResult)];
        var (kept, expected) = (Lay(rows, Kept), Lay(rows, KeptExpected));
        return ([.. Enumerable.Range(0, _span.Cells).Select(t => kept[_span.WideOf(t)])], [.. Enumerable.Range(0, _span.Cells).Select(t => expected[_span.WideOf(t)])]);
    }

    /// <summary>Null where New Relic did not answer for both slices: then neither has names, because one rule is for both.</summary>
    public (SliceNames Canary, SliceNames Stable)? Read(NrqlBatch batch, ErrorKinds kinds) =>
        UnavailableCause.Of(batch, Queries) is null ? (Read(Canary, batch, kinds), Stable is null ? SliceNames.None(_span.Window.Buckets) : Read(Stable, batch, kinds)) : null;

    /// <summary>Kinds of both slices with a message that each has; none where New Relic did not answer for both.</summary>
    public IEnumerable<((string? Type, string? Status, string? Rule) Kind, string? Message, double Errors)> Kinds(NrqlBatch batch) => UnavailableCause.Of(batch, Queries) is not null ? []
        : new[] { Canary, Stable }.OfType<SeriesQuery>().SelectMany(query => query.Rows(batch)).Where(row => Kind(row) is not null)
            .Select(row => (Kind(row)!.Value, ErrorAttributes.Stable(ErrorAttributes.Known(row.Text(Example))), Math.Max(0, row.Number(Errors) ?? 0)));

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, Queries) is { } cause
        ? [$"classes and messages that stand beside the requests are not known, and failed requests without them are unclassified: {cause}"]
        : [];

    private MessageRules AskedRules()
    {
        var longest = new[] { _plan.Judged!, _plan.Control }.OfType<SliceSelector>().Select(Where).MaxBy(where => where.Bytes)!;
        return MessageRules.Of(
            _plan.Attribution!, DateOnly.FromDateTime(_plan.Window.End.UtcDateTime), (_names.ClassAttributes, _plan.Telemetry.StatusAttributes, _names.MessageAttributes),
            facet => Nrql.Create($"{Columns(longest, facet)}{Nrql.Trusted(new string(' ', Tail))}"));
    }

    /// <summary>Class and status, as far as there are any; background work has no status.</summary>
    private IReadOnlyList<IReadOnlyList<string>> Parts => [_names.ClassAttributes, _plan.Telemetry.StatusAttributes, [], []];

    private (string? Type, string? Status, string? Rule)? Kind(NrqlRow row) => ErrorAttributes.Signature(row.Facets, Parts) is { } signature && row.Facets.Count >= Facets
        ? (signature.Type, signature.Status, Rules.Facet is null ? null : ErrorAttributes.Known(row.Facets[Facets - 1]))
        : null;

    private int ExpectedAt => Parts.Count(part => part.Count > 0);

    private int Facets => ExpectedAt + (_names.Expected is null ? 0 : 1) + (Rules.Facet is null ? 0 : 1);

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

    private Nrql Where(SliceSelector slice) => Nrql.And([SliceConditions.Service(_plan), _names.Where is { } rows ? Nrql.Trusted(rows) : Nrql.Empty, SliceConditions.Slice(slice)]);

    private SeriesQuery Ask(string name, SliceSelector slice) => _span.Ask(name, Columns(Where(slice), Rules.Facet));

    private Nrql Columns(Nrql where, Nrql? rule)
    {
        Nrql[] facets =
        [
            .. Parts.Where(part => part.Count > 0).Select(part => ErrorAttributes.FirstOf(part)),
            .. _names.Expected is { } expected ? [Nrql.Create($"if({Nrql.Trusted(expected)}, {Expected}, {"-"})")] : Array.Empty<Nrql>(),
            .. rule is null ? Array.Empty<Nrql>() : [rule],
        ];
        Nrql[] example = _names.MessageAttributes.Count == 0 ? [] : [Nrql.Create($"latest({ErrorAttributes.FirstOf(_names.MessageAttributes)}) AS {new NrqlIdentifier(Example)}")];
        return Nrql.Create(
            $"SELECT {Nrql.List([Nrql.Create($"count(*) AS errors"), .. Marks, .. example])} FROM {new NrqlIdentifier(_names.EventType)} WHERE {where} FACET {Nrql.List(facets)} LIMIT {_span.Facets(FewestNames, MostNames)}");
    }

    private SliceNames Read(SeriesQuery query, NrqlBatch batch, ErrorKinds kinds) => new(
        [
            .. query.Rows(batch).Where(row => Kind(row) is not null)
                .GroupBy(row => (Kind: Kind(row)!.Value, IsExpected: _names.Expected is not null && row.Facets[ExpectedAt] == Expected))
                .Select(rows => new NamedErrors(rows.Key.Kind.Status, rows.Key.Kind.Type, kinds.MessageOf(rows.Key.Kind.Type, rows.Key.Kind.Status, rows.Key.Kind.Rule), rows.Key.IsExpected, Lay(rows, Errors)) { Rule = rows.Key.Kind.Rule }),
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
