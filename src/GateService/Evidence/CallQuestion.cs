using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Statistics;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Calls of both slices by dependency, where the time of requests goes, and which calls failed in failed requests. Spans are sampled by trace: they tell what
/// they show and nothing by being absent; without them the counters on the requests remain.
/// </summary>
internal sealed class CallQuestion
{
    private const int MostDependencies = 50;
    private const int FewestDependencies = 20;
    private const int MostFailedCalls = 500;
    private const int MostFailedRequests = 500;
    private const string Failed = "failed";
    private const string Answered = "answered";

    private readonly EvidencePlan _plan;
    private readonly CallSource _source;
    private readonly CoarseSpan _span;
    private readonly SeriesQuery _canary;
    private readonly SeriesQuery? _stable;
    private readonly SeriesQuery _traced;
    private readonly SeriesQuery? _times;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly IReadOnlyList<(string Name, SeriesQuery Query)> _witnesses;

    public CallQuestion(EvidencePlan plan, CallSource source)
    {
        (_plan, _source, _span) = (plan, source, new CoarseSpan(plan.Span));
        _canary = Calls("calls", plan.Judged!);
        _stable = plan.Control is { } control ? Calls("calls-stable", control) : null;
        _traced = _span.Ask("traced", Nrql.Create(
            $"SELECT uniqueCount({ErrorAttributes.FirstKnown(source.TraceAttributes)}) AS traced FROM Span WHERE {SliceConditions.Service(plan)} {SliceFacet.Clause(plan)}"));
        _times = source.CountsOnRequests
            ? _span.Ask("times", Nrql.Create($"SELECT {Nrql.List(Times())} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} {SliceFacet.Clause(plan)}"))
            : null;
        // Each slice has a sample of its own, so that stable's do not crowd out the canary's.
        _samples = [Failures("", plan.Judged!), .. plan.Control is { } other ? [Failures("-stable", other)] : Array.Empty<Sample>()];
        _witnesses = plan.Control is not null && plan.Weight is null or < 100 ? [] : [.. plan.Attribution!.Dependencies.Where(known => known.Witnesses.Count > 0).Select(known => (known.Name, Witness(known)))];
    }

    public IReadOnlyList<NrqlQuery> Queries =>
        [.. _canary.Queries, .. _stable?.Queries ?? [], .. _traced.Queries, .. _times?.Queries ?? [], .. _samples.SelectMany(sample => sample.Queries), .. _witnesses.SelectMany(witness => witness.Query.Queries)];

    /// <summary>What was answered; of what was not is said why, because what is not known excuses nobody.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="canary">Requests of the canary, cell by cell.</param>
    /// <param name="stable">Requests of stable.</param>
    /// <param name="isNamed">Errors are counted by the class and message that stand beside the requests.</param>
    /// <param name="kinds">By what they are counted where messages are not; null where that is not known.</param>
    public ErrorEvidence Read(NrqlBatch batch, IReadOnlyList<double> canary, IReadOnlyList<double> stable, bool isNamed, ErrorKinds? kinds)
    {
        var shares = (Canary: _span.Shares(canary), Stable: _span.Shares(stable));
        var (traced, times) = (Rows(_traced, batch), _times is null ? [] : Rows(_times, batch));
        NrqlQuery[] counted = [.. _canary.Queries, .. _stable?.Queries ?? []];
        return new ErrorEvidence
        {
            // One side alone would look as if the other called nobody.
            Calls = UnavailableCause.Of(batch, counted) is null ? ReadCalls(batch, shares.Canary, shares.Stable) : [],
            CallsUnavailable = UnavailableCause.Of(batch, [.. counted, .. _traced.Queries]),
            TimesUnavailable = _times is null ? $"requests of {_plan.Telemetry.Kind} do not tell how long they waited for others" : UnavailableCause.Of(batch, _times.Queries),
            CanaryTimes = ReadTimes(SliceFacet.JudgedRows(_plan, times), SliceFacet.JudgedRows(_plan, traced), shares.Canary),
            StableTimes = ReadTimes(SliceFacet.ControlRows(_plan, times), SliceFacet.ControlRows(_plan, traced), shares.Stable),
            FailedCalls = [.. _samples.SelectMany((sample, i) => new FailedCallLinks(_plan.Telemetry, _source, isNamed, kinds)
                .Of(Rows(sample.Requests, batch), [.. sample.Spans.SelectMany(query => Rows(query, batch))], sample.Names is null ? [] : Rows(sample.Names, batch), isCanary: i == 0))],
            Witnesses = _witnesses.Where(witness => Unheard(witness.Query, batch) is null)
                .ToDictionary(witness => witness.Name, IReadOnlyList<CallBucket> (witness) => Lay(Rows(witness.Query, batch), shares.Canary)),
            UnheardWitnesses = _witnesses.Select(witness => (witness.Name, Cause: Unheard(witness.Query, batch))).Where(witness => witness.Cause is not null)
                .ToDictionary(witness => witness.Name, witness => witness.Cause!),
        };
    }

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, [.. _samples.SelectMany(sample => sample.Queries)]) is { } cause
        ? [$"which calls failed in failed requests is not known, and excuses nobody: {cause}"]
        : [];

    /// <summary>
    /// Class and message of the sampled requests where they are told by the request's id: of each status the same shares in all buckets. Null where they are told
    /// otherwise, or not for both slices.
    /// </summary>
    public (SliceNames Canary, SliceNames Stable)? ReadNames(NrqlBatch batch)
    {
        NrqlQuery[] asked = [.. _samples.SelectMany(sample => new[] { sample.Names, sample.Requests }).OfType<NrqlQuery>()];
        if (_samples[0].Names is null || UnavailableCause.Of(batch, asked) is not null)
        {
            return null;
        }

        List<SliceNames> names = [.. _samples.Select(sample => new SliceNames(Named(Rows(sample.Requests, batch), Rows(sample.Names!, batch)), new double[_span.Window.Buckets]))];
        return (names[0], names.Count > 1 ? names[1] : SliceNames.None(_span.Window.Buckets));
    }

    private List<NamedErrors> Named(IReadOnlyList<NrqlRow> requests, IReadOnlyList<NrqlRow> errors)
    {
        var links = new FailedCallLinks(_plan.Telemetry, _source, isNamed: true, kinds: null);
        return [.. links.Signatures(requests, errors).GroupBy(signature => (signature.Status, signature.Type, signature.Message))
            .Select(same => new NamedErrors(same.Key.Status, same.Key.Type, same.Key.Message, IsExpected: false, [.. Enumerable.Repeat((double)same.Count(), _span.Window.Buckets)]))];
    }

    private static IEnumerable<Nrql> Times()
    {
        yield return Nrql.Trusted("count(*) AS requests");
        foreach (var (attribute, name) in new[] { ("duration", "duration"), ("externalDuration", "external"), ("databaseDuration", "database"), ("externalCallCount", "externalCalls"), ("databaseCallCount", "databaseCalls") })
        {
            var value = new NrqlIdentifier(attribute);
            yield return Nrql.Create($"average(if({value} IS NULL, 0, {value})) AS {new NrqlIdentifier(name)}");
            yield return Nrql.Create($"stddev(if({value} IS NULL, 0, {value})) AS {new NrqlIdentifier($"{name}Deviation")}");
        }
    }

    private static IReadOnlyList<NrqlRow> Rows(SeriesQuery query, NrqlBatch batch) => UnavailableCause.Of(batch, query.Queries) is null ? query.Rows(batch) : [];

    private static IReadOnlyList<NrqlRow> Rows(NrqlQuery query, NrqlBatch batch) => query.Fits && batch[query.Name] is NrqlOutcome.Answered answered ? answered.Result.Rows : [];

    private static string? Unheard(SeriesQuery query, NrqlBatch batch) => UnavailableCause.Of(batch, query.Queries);

    /// <summary>Attributes as they are, each once.</summary>
    private static Nrql Columns(IEnumerable<string?> attributes) => Nrql.List(attributes.OfType<string>().Distinct().Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)}")));

    /// <summary>Calls of which nothing is said are asked for apart: a client that never reads its answers has them in every request.</summary>
    private Sample Failures(string name, SliceSelector slice)
    {
        var (telemetry, span) = (_plan.Telemetry, _plan.Span);
        var entry = telemetry.Names?.EntrySpan is { } condition ? Nrql.Trusted($" OR ({condition})") : Nrql.Empty;
        IEnumerable<string?> entries = telemetry.Names is { EntrySpan: not null } names ? [FailedCallLinks.EntryPoint, FailedCallLinks.Partial, .. names.ClassAttributes, .. names.MessageAttributes] : [];
        var spans = Columns([_source.RequestAttribute, .. _source.TraceAttributes, _source.Id, _source.ParentId, .. _source.DependencyAttributes, .. _source.OutcomeAttributes, .. _source.MessageAttributes, .. entries]);
        var kept = telemetry.Names is { RequestAttribute: { } id } named
            ? Nrql.Create($"SELECT {Columns([id, .. named.ClassAttributes, .. named.MessageAttributes])} FROM {new NrqlIdentifier(named.EventType)} WHERE {Nrql.And([SliceConditions.Service(_plan), named.Where is { } rows ? Nrql.Trusted(rows) : Nrql.Empty, SliceConditions.Slice(slice)])} LIMIT {MostFailedRequests} SINCE {span.Begin} UNTIL {span.End}")
            : null;
        var requests = Columns([_source.RequestId, kept is null ? null : _source.Id, .. _source.TraceAttributes, .. telemetry.ClassAttributes, .. telemetry.MessageAttributes, .. telemetry.StatusAttributes, telemetry.FlagAttribute]);
        var where = Nrql.And([RequestRows.Where(_plan), SliceConditions.Slice(slice), RequestConditions.Failure(telemetry)]);
        return new Sample(
            new NrqlQuery($"failed-requests{name}", Nrql.Create($"SELECT {requests} FROM {RequestRows.Of(_plan)} WHERE {where} LIMIT {MostFailedRequests} SINCE {span.Begin} UNTIL {span.End}")),
            [
                Spans("failed-calls", Nrql.Create($"({Nrql.Trusted(_source.Call)} AND {Nrql.Trusted(_source.FailedCall)}){entry}")),
                .. _source.Suspected is { } suspected ? [Spans("silent-calls", Nrql.Trusted(suspected))] : Array.Empty<NrqlQuery>(),
            ],
            kept is null ? null : new NrqlQuery($"error-names{name}", kept));

        NrqlQuery Spans(string what, Nrql which) => new($"{what}{name}", Nrql.Create(
            $"SELECT {spans} FROM Span WHERE {Nrql.And([SliceConditions.Service(_plan), SliceConditions.Slice(slice)])} AND ({which}) LIMIT {MostFailedCalls} SINCE {span.Begin} UNTIL {span.End}"));
    }

    /// <summary>Told apart by whether they failed, which is a long condition, and would otherwise stand in every column.</summary>
    private Nrql CallColumns()
    {
        var duration = new NrqlIdentifier(_source.DurationAttribute);
        return Nrql.Create($"count(*) AS calls, average({duration}) AS mean, stddev({duration}) AS deviation");
    }

    private Nrql Outcome => Nrql.Create($"if({Nrql.Trusted(_source.FailedCall)}, {Failed}, {Answered})");

    private SeriesQuery Calls(string name, SliceSelector slice)
    {
        var where = Nrql.And([SliceConditions.Service(_plan), SliceConditions.Slice(slice), Nrql.Trusted(_source.Call)]);
        return _span.Ask(name, Nrql.Create(
            $"SELECT {CallColumns()} FROM Span WHERE {where} FACET {Nrql.List([Outcome, ErrorAttributes.Dependency(_source), ErrorAttributes.Kind])} LIMIT {2 * _span.Facets(FewestDependencies, MostDependencies)}"));
    }

    /// <summary>Calls of other services to the same dependency, which is another one in another cluster.</summary>
    private SeriesQuery Witness(DependencySettings dependency)
    {
        var service = new NrqlIdentifier(_plan.Telemetry.ServiceAttribute);
        var others = Nrql.Create($"{service} IN ({Nrql.List(dependency.Witnesses.Select(witness => Nrql.Create($"{witness}")))})");
        var hosts = _source.DependencyAttributes.SelectMany(name => dependency.Hosts.Select(host => Host(name, host)));
        var where = Nrql.And([others, SliceConditions.Cluster(_plan.Cluster, _plan.Telemetry.ClusterAttributes), Nrql.Trusted(_source.Call), Nrql.Create($"({Nrql.Or([.. hosts])})")]);
        return _span.Ask($"witness:{dependency.Name}", Nrql.Create($"SELECT {CallColumns()} FROM Span WHERE {where} FACET {Outcome}"));
    }

    /// <summary>A host as the classifier knows it: a short name stands for that service of the cluster too.</summary>
    private static Nrql Host(string name, string host)
    {
        var attribute = new NrqlIdentifier(name);
        return name == DependencyName.SpanName ? Like(Within("External/", host))
            : DependencyName.UrlAttributes.Contains(name) ? Like(Within("://", host).Select(string[] (pieces) => ["", .. pieces]))
            : host.Contains('*', StringComparison.Ordinal) ? Like([host.Split('*')])
            : host.Contains('.', StringComparison.Ordinal) ? Nrql.Create($"{attribute} = {host}")
            : Nrql.Create($"{attribute} = {host} OR {attribute} LIKE {NrqlLikePattern.Pieces($"{host}.", ".svc", "")}");

        Nrql Like(IEnumerable<string[]> patterns) => Nrql.Or([.. patterns.Select(pieces => Nrql.Create($"{attribute} LIKE {NrqlLikePattern.Pieces(pieces)}"))]);
    }

    /// <summary>Patterns of a longer text that holds the host behind something: up to its end, a port, or the cluster's own domain.</summary>
    private static IEnumerable<string[]> Within(string before, string host) =>
        host.Contains('*', StringComparison.Ordinal) ? [[.. (before + host).Split('*'), ""]]
        : host.Contains('.', StringComparison.Ordinal) ? [[$"{before}{host}/", ""], [$"{before}{host}:", ""]]
        : [[$"{before}{host}/", ""], [$"{before}{host}:", ""], [$"{before}{host}.", ".svc", ""]];

    private List<DependencyCalls> ReadCalls(NrqlBatch batch, double[] canaryShares, double[] stableShares)
    {
        var (canary, stable) = (ByDependency(_canary, batch, canaryShares), _stable is null ? [] : ByDependency(_stable, batch, stableShares));
        var (isCanaryCut, isStableCut) = (IsCut(_canary, batch), _stable is not null && IsCut(_stable, batch));
        return
        [
            .. canary.Keys.Union(stable.Keys).Order().Where(key => (canary.ContainsKey(key) || !isCanaryCut) && (stable.ContainsKey(key) || !isStableCut)).Select(key => new DependencyCalls(
                key.Dependency, key.IsDatastore, canary.GetValueOrDefault(key) ?? new CallBucket[_span.Cells], stable.GetValueOrDefault(key) ?? new CallBucket[_span.Cells])),
        ];
    }

    /// <summary>There are more dependencies than are shown: one that is missing may be among them, which is not the same as never called.</summary>
    private static bool IsCut(SeriesQuery query, NrqlBatch batch) => query.Queries.Any(part => batch.GetRequired(part.Name).OtherResult.Any(row => row.Number("calls") > 0));

    private Dictionary<(string Dependency, bool IsDatastore), CallBucket[]> ByDependency(SeriesQuery query, NrqlBatch batch, double[] shares) =>
        Rows(query, batch).Where(row => row.Facets is [_, not "-", _]).GroupBy(row => (row.Facets[1], ErrorAttributes.IsDatastore(row.Facets[2]))).ToDictionary(rows => rows.Key, rows => Lay(rows, shares));

    private CallBucket[] Lay(IEnumerable<NrqlRow> rows, double[] shares)
    {
        var wide = new CallBucket[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, rows))
        {
            var calls = new SampleMean(row.Number("calls") ?? 0, Seconds(row, "mean"), Seconds(row, "deviation"));
            wide[index] += new CallBucket(calls.Size, calls, row.Facet == Failed ? calls : default);
        }

        return [.. shares.Select((share, t) => Share(wide[_span.WideOf(t)], share))];

        double Seconds(NrqlRow row, string name) => (row.Number(name) ?? 0) * _source.DurationUnit.InSeconds();

        static CallBucket Share(CallBucket whole, double share) => new(whole.Calls * share, CoarseSpan.Share(whole.Duration, share), CoarseSpan.Share(whole.Failed, share));
    }

    private RequestTimes[] ReadTimes(IReadOnlyList<NrqlRow> times, IReadOnlyList<NrqlRow> traced, double[] shares)
    {
        var wide = new RequestTimes[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, times))
        {
            wide[index] = new RequestTimes(Mean(row, "duration"), Mean(row, "external"), Mean(row, "database"), Mean(row, "externalCalls"), Mean(row, "databaseCalls"), 0);
        }

        foreach (var (index, row) in BucketRows.Index(_span.Window, traced))
        {
            wide[index] = wide[index] with { Traced = row.Number("traced") ?? 0 };
        }

        return [.. shares.Select((share, t) => Share(wide[_span.WideOf(t)], share))];

        static RequestTimes Share(RequestTimes whole, double share) => new(
            CoarseSpan.Share(whole.Duration, share), CoarseSpan.Share(whole.External, share), CoarseSpan.Share(whole.Database, share),
            CoarseSpan.Share(whole.ExternalCalls, share), CoarseSpan.Share(whole.DatabaseCalls, share), whole.Traced * share);

        static SampleMean Mean(NrqlRow row, string name) => new(row.Number("requests") ?? 0, row.Number(name) ?? 0, row.Number($"{name}Deviation") ?? 0);
    }

    /// <summary>Failed requests of one slice, spans of failed requests and, where they are told by the request's id, their errors.</summary>
    private sealed record Sample(NrqlQuery Requests, IReadOnlyList<NrqlQuery> Spans, NrqlQuery? Names)
    {
        public IEnumerable<NrqlQuery> Queries => [.. Spans, Requests, .. Names is null ? [] : new[] { Names }];
    }
}
