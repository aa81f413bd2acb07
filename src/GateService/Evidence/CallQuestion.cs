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
    private const int MostFailedRequests = 1000;

    private readonly EvidencePlan _plan;
    private readonly CallSource _source;
    private readonly CoarseSpan _span;
    private readonly SeriesQuery _canary;
    private readonly SeriesQuery? _stable;
    private readonly SeriesQuery _traced;
    private readonly SeriesQuery? _times;
    private readonly NrqlQuery _failedCalls;
    private readonly NrqlQuery _failedRequests;
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
        var slices = Nrql.Create($"({SliceConditions.Slice(plan.Judged!)}{(plan.Control is { } stable ? Nrql.Create($" OR {SliceConditions.Slice(stable)}") : Nrql.Empty)})");
        var failed = Nrql.And([SliceConditions.Service(plan), slices, Nrql.Trusted(source.Call), Nrql.Trusted(source.FailedCall)]);
        _failedCalls = new NrqlQuery("failed-calls", Nrql.Create(
            $"SELECT {Columns([source.RequestAttribute, .. source.TraceAttributes, source.Id, source.ParentId, .. source.DependencyAttributes])} FROM Span WHERE {failed} LIMIT {MostFailedCalls} SINCE {plan.Span.Begin} UNTIL {plan.Span.End}"));
        var where = Nrql.And([RequestRows.Where(plan), slices, RequestConditions.Failure(plan.Telemetry)]);
        _failedRequests = new NrqlQuery("failed-requests", Nrql.Create(
            $"SELECT {Columns([source.RequestId, .. source.TraceAttributes, .. plan.Telemetry.ClassAttributes, .. plan.Telemetry.MessageAttributes, .. plan.Telemetry.StatusAttributes, plan.Telemetry.FlagAttribute])} FROM {RequestRows.Of(plan)} WHERE {where} LIMIT {MostFailedRequests} SINCE {plan.Span.Begin} UNTIL {plan.Span.End}"));
        _witnesses = plan.Control is not null && plan.Weight is null or < 100 ? [] : [.. plan.Attribution!.Dependencies.Where(known => known.Witnesses.Count > 0).Select(known => (known.Name, Witness(known)))];
    }

    public IReadOnlyList<NrqlQuery> Queries =>
        [.. _canary.Queries, .. _stable?.Queries ?? [], .. _traced.Queries, .. _times?.Queries ?? [], _failedCalls, _failedRequests, .. _witnesses.SelectMany(witness => witness.Query.Queries)];

    /// <summary>What was answered; of what was not is said why, because what is not known excuses nobody.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="canary">Requests of the canary, cell by cell.</param>
    /// <param name="stable">Requests of stable.</param>
    public ErrorEvidence Read(NrqlBatch batch, IReadOnlyList<double> canary, IReadOnlyList<double> stable)
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
            FailedCalls = new FailedCallLinks(_plan.Telemetry, _source).Of(Rows(_failedRequests, batch), Rows(_failedCalls, batch)),
            Witnesses = _witnesses.Where(witness => Unheard(witness.Query, batch) is null)
                .ToDictionary(witness => witness.Name, IReadOnlyList<CallBucket> (witness) => Lay(Rows(witness.Query, batch), shares.Canary)),
            UnheardWitnesses = _witnesses.Select(witness => (witness.Name, Cause: Unheard(witness.Query, batch))).Where(witness => witness.Cause is not null)
                .ToDictionary(witness => witness.Name, witness => witness.Cause!),
        };
    }

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, [_failedRequests, _failedCalls]) is { } cause
        ? [$"which calls failed in failed requests is not known, and excuses nobody: {cause}"]
        : [];

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

    private Nrql CallColumns()
    {
        var (duration, failed) = (new NrqlIdentifier(_source.DurationAttribute), Nrql.Trusted(_source.FailedCall));
        return Nrql.Create(
            $"count(*) AS calls, average({duration}) AS mean, stddev({duration}) AS deviation, filter(count(*), WHERE {failed}) AS failed, filter(average({duration}), WHERE {failed}) AS failedMean, filter(stddev({duration}), WHERE {failed}) AS failedDeviation");
    }

    private SeriesQuery Calls(string name, SliceSelector slice)
    {
        var where = Nrql.And([SliceConditions.Service(_plan), SliceConditions.Slice(slice), Nrql.Trusted(_source.Call)]);
        return _span.Ask(name, Nrql.Create(
            $"SELECT {CallColumns()} FROM Span WHERE {where} FACET {Nrql.List([ErrorAttributes.Dependency(_source), ErrorAttributes.Kind])} LIMIT {_span.Facets(FewestDependencies, MostDependencies)}"));
    }

    /// <summary>Calls of other services to the same dependency, which is another one in another cluster.</summary>
    private SeriesQuery Witness(DependencySettings dependency)
    {
        var service = new NrqlIdentifier(_plan.Telemetry.ServiceAttribute);
        var others = Nrql.Create($"{service} IN ({Nrql.List(dependency.Witnesses.Select(witness => Nrql.Create($"{witness}")))})");
        var hosts = _source.DependencyAttributes.SelectMany(name => dependency.Hosts.Select(host => Host(new NrqlIdentifier(name), host)));
        var where = Nrql.And([others, SliceConditions.Cluster(_plan.Cluster, _plan.Telemetry.ClusterAttributes), Nrql.Trusted(_source.Call), Nrql.Create($"({Nrql.Or([.. hosts])})")]);
        return _span.Ask($"witness:{dependency.Name}", Nrql.Create($"SELECT {CallColumns()} FROM Span WHERE {where}"));
    }

    /// <summary>A host as the classifier knows it: a short name stands for that service of the cluster too.</summary>
    private static Nrql Host(NrqlIdentifier attribute, string host) =>
        host.Contains('*', StringComparison.Ordinal) ? Nrql.Create($"{attribute} LIKE {NrqlLikePattern.Pieces(host.Split('*'))}")
        : host.Contains('.', StringComparison.Ordinal) ? Nrql.Create($"{attribute} = {host}")
        : Nrql.Create($"{attribute} = {host} OR {attribute} LIKE {NrqlLikePattern.Pieces($"{host}.", ".svc", "")}");

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
        Rows(query, batch).Where(row => row.Facets is [not "-", _]).GroupBy(row => (row.Facets[0], row.Facets[1] is not ("http" or "generic" or "-"))).ToDictionary(rows => rows.Key, rows => Lay(rows, shares));

    private CallBucket[] Lay(IEnumerable<NrqlRow> rows, double[] shares)
    {
        var wide = new CallBucket[_span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(_span.Window, rows))
        {
            wide[index] += new CallBucket(
                row.Number("calls") ?? 0,
                new SampleMean(row.Number("calls") ?? 0, Seconds(row, "mean"), Seconds(row, "deviation")),
                new SampleMean(row.Number("failed") ?? 0, Seconds(row, "failedMean"), Seconds(row, "failedDeviation")));
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
}
