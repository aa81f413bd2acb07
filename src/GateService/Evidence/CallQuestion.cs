using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Calls of both slices by dependency, where the time of requests goes, and which calls failed in failed requests. Spans are sampled by trace: they tell what
/// they show and nothing by being absent; without them the counters on the requests remain.
/// </summary>
internal sealed class CallQuestion
{
    private readonly CallSource _source;
    private readonly CoarseSpan _span;
    private readonly DependencyQuery _calls;
    private readonly RequestTimesQuery _times;
    private readonly IReadOnlyList<FailureSample> _samples;
    private readonly IReadOnlyList<(string Name, SeriesQuery Query)> _witnesses;

    public CallQuestion(EvidencePlan plan, CallSource source)
    {
        (_source, _span) = (source, new CoarseSpan(plan.Span));
        _calls = new DependencyQuery(plan, source, _span);
        _times = new RequestTimesQuery(plan, source, _span);
        _samples = [new FailureSample(plan, source, "", plan.Judged!), .. plan.Control is { } other ? [new FailureSample(plan, source, "-stable", other)] : Array.Empty<FailureSample>()];
        _witnesses = plan.Control is not null && plan.Weight is null or < 100 ? []
            : [.. plan.Attribution!.Dependencies.Where(known => known.Witnesses.Count > 0).Select(known => (known.Name, WitnessQuery.Of(plan, source, _span, known)))];
    }

    public IReadOnlyList<NrqlQuery> Queries =>
        [.. _calls.Queries, .. _times.Queries, .. _samples.SelectMany(sample => sample.Queries), .. _witnesses.SelectMany(witness => witness.Query.Queries)];

    /// <summary>What was answered; of what was not is said why, because what is not known excuses nobody.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="canary">Requests of the canary, cell by cell.</param>
    /// <param name="stable">Requests of stable.</param>
    /// <param name="isNamed">Errors are counted by the class and message that stand beside the requests.</param>
    /// <param name="kinds">By what they are counted where messages are not; null where that is not known.</param>
    public ErrorEvidence Read(NrqlBatch batch, IReadOnlyList<double> canary, IReadOnlyList<double> stable, bool isNamed, ErrorKinds? kinds)
    {
        var shares = (Canary: _span.Shares(canary), Stable: _span.Shares(stable));
        return new ErrorEvidence
        {
            Calls = _calls.Read(batch, shares.Canary, shares.Stable) ?? [],
            CallsUnavailable = UnavailableCause.Of(batch, _calls.Queries) ?? _times.Untraced(batch),
            TimesUnavailable = _times.Unavailable(batch),
            CanaryTimes = _times.Read(batch, SliceFacet.JudgedRows, shares.Canary),
            StableTimes = _times.Read(batch, SliceFacet.ControlRows, shares.Stable),
            FailedCalls = [.. _samples.SelectMany((sample, i) => sample.Links(batch, isNamed, kinds, isCanary: i == 0))],
            Witnesses = _witnesses.Where(witness => Unheard(witness.Query, batch) is null)
                .ToDictionary(witness => witness.Name, IReadOnlyList<CallBucket> (witness) => CallRows.Lay(_source, _span, witness.Query.Rows(batch), shares.Canary)),
            UnheardWitnesses = _witnesses.Select(witness => (witness.Name, Cause: Unheard(witness.Query, batch))).Where(witness => witness.Cause is not null)
                .ToDictionary(witness => witness.Name, witness => witness.Cause!),
        };
    }

    public IEnumerable<string> Notes(NrqlBatch batch) =>
    [
        .. UnavailableCause.Of(batch, [.. _samples.SelectMany(sample => sample.Queries)]) is { } cause ? [$"which calls failed in failed requests is not known, and excuses nobody: {cause}"] : Array.Empty<string>(),
        .. _calls.Notes(batch),
    ];

    /// <summary>Class and message where the sampled requests' ids tell them; null where they are told otherwise, or not for both slices: one rule is for both.</summary>
    public (SliceNames Canary, SliceNames Stable)? ReadNames(NrqlBatch batch) => _samples.Select(sample => sample.Names(batch, _span.Window.Buckets)).ToList() switch
    {
        [{ } only] => (only, SliceNames.None(_span.Window.Buckets)),
        [{ } canary, { } stable] => (canary, stable),
        _ => null,
    };

    private static string? Unheard(SeriesQuery query, NrqlBatch batch) => UnavailableCause.Of(batch, query.Queries);
}
