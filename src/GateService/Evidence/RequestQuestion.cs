using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Apdex, error rate, success rate and latency of both slices: counts bucket by bucket since the rollout began, which add up to the window; a
/// second query for quantiles, which do not; and a third for stable's pods, before and beside the canary. What share of marked requests was expected is asked where there are any.
/// </summary>
internal sealed class RequestQuestion : Question
{
    private readonly EvidencePlan _plan;
    private readonly RequestMeasure _measure;
    private readonly StableQuantiles _stable;
    private readonly SeriesQuery _counts;
    private readonly NrqlQuery? _quantiles;
    private readonly bool _isWhole = true;
    private readonly IReadOnlyList<Nrql> _means;
    private readonly StablePodsQuery? _pods;
    private readonly TimesliceQuery? _timeslices;
    private readonly ExpectedQuery? _expected;
    private readonly Lazy<CanaryPodsQuery?> _canaryPods;

    public RequestQuestion(EvidencePlan plan, IReadOnlyList<Objective> objectives, StableQuantiles stable, TimesliceQuery? timeslices, NameQuestion? names, string part = "")
    {
        (_plan, _measure, _stable, _timeslices, Objectives) = (plan, RequestMeasure.Of(plan.Telemetry), stable, timeslices, objectives);
        var boundaries = objectives.OfType<LatencyObjective>().SelectMany(latency => RequestColumns.Limits(latency, plan.Weight).Concat(Comparing(latency)));
        var quantiles = RequestColumns.Quantiles(_measure, objectives).ToList();
        _means = [.. RequestColumns.Means(plan, objectives)];
        var marks = Marks(plan, objectives).ToList();
        _counts = Count(marks);
        if (marks.Count > 0 && _counts.Queries.Any(query => !query.Fits))
        {
            // Names so long leave room for what is judged alone; then nobody knows whether there is anything to explain, and it is asked.
            (_counts, _isWhole) = (Count([]), false);
        }

        _quantiles = quantiles.Count + _means.Count == 0 ? null : new NrqlQuery($"quantiles{part}", Nrql.Create($"{Select(plan, [.. quantiles, .. _means, .. ClusterColumns.NamesOf(plan)])} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}"));
        var weighed = objectives.Where(IsWeighed).ToList();
        _pods = plan is { History: not null, Control: not null } && weighed.Count > 0
            ? new StablePodsQuery(plan, $"stable-pods{part}", PodColumns(weighed), plan.Telemetry.EventType, RequestRows.Where(plan))
            : null;
        _expected = ExpectedQuery.Of(plan, objectives, part, names);
        _canaryPods = new(() => plan is { Judged: not null, Telemetry.PodAttributes.Count: > 0 } or { Judged.By: SliceBy.PodName or SliceBy.Host }
            ? new CanaryPodsQuery(plan, $"canary-pods{part}", [.. RequestColumns.Counts(_measure, objectives, [.. boundaries, .. objectives.OfType<LatencyObjective>().Select(Loosest)]), .. RequestColumns.Times(_measure, objectives)])
            : null);

        SeriesQuery Count(IReadOnlyList<Nrql> also) => new($"requests{part}", plan.Span, Select(plan,
        [
            .. RequestColumns.Counts(_measure, objectives, boundaries), .. also, .. RequestColumns.Times(_measure, objectives), .. RequestColumns.Sights(_measure, plan.Telemetry, objectives), .. part.Contains('b', StringComparison.Ordinal) ? [] : ClusterColumns.Of(plan, _measure, namesElsewhere: quantiles.Count + _means.Count > 0),
        ]));
    }

    /// <summary>The canary's pods one by one; none where they are not told apart.</summary>
    public IReadOnlyList<NrqlQuery> CanaryPods => [.. (_canaryPods.Value?.Queries ?? []).Where(query => query.Fits)];

    /// <summary>What is asked for requests of both slices, and of stable's pods, alone.</summary>
    public IReadOnlyList<NrqlQuery> Counting => [.. _counts.Queries, .. _pods is null ? [] : new[] { _pods.Query }];

    public override IReadOnlyList<Objective> Objectives { get; }

    public override IReadOnlyList<NrqlQuery> Queries =>
        [.. _counts.Queries, .. _quantiles is null ? [] : new[] { _quantiles }, .. _pods is null ? [] : new[] { _pods.Query }];

    /// <summary>What share of marked requests was expected; null where none counts, or nothing tells.</summary>
    public ExpectedQuery? WasExpected => _expected;

    /// <summary>Requests of both slices, cell by cell, whatever the objectives count.</summary>
    public TrafficCounts Traffic(NrqlBatch batch) => Traffic(batch, SliceFacet.JudgedRows(_plan, Counts(batch)), SliceFacet.ControlRows(_plan, Counts(batch)));

    /// <summary>Requests of stable's pods one by one; empty where nobody asked for them.</summary>
    public IReadOnlyList<PodSeries> PodRequests(NrqlBatch batch) => _pods?.Read(batch, (begin, row) => new Bucket(begin, Requests(row), null)) ?? [];

    /// <summary>Failed requests of a slice, cell by cell, however failed; empty where no objective counts them, or they could not be.</summary>
    public IReadOnlyList<double> Failed(NrqlBatch batch, bool isControl)
    {
        if (!_isWhole || !Objectives.Any(IsOfErrors) || UnavailableCause.Of(batch, _counts.Queries) is not null)
        {
            return [];
        }

        var failed = new double[_plan.Span.Buckets];
        foreach (var (index, row) in BucketRows.Index(_plan.Span, Rows(Counts(batch), isControl)))
        {
            failed[index] = (Count(row, Counted.Errors) ?? 0) + (Count(row, Counted.Marked) ?? 0);
        }

        return failed;
    }

    /// <summary>Requests are marked by nothing but an error, and what stands beside them would tell whether the team expects it.</summary>
    public bool MayBeExpected(NrqlBatch batch) => _expected is not null && UnavailableCause.Of(batch, _counts.Queries) is null
        && Rows(Counts(batch), isControl: false).Concat(Rows(Counts(batch), isControl: true)).Any(row => Count(row, _plan.Telemetry.Marked is null ? Counted.Errors : Counted.Marked) > 0);

    /// <summary>What a request of a slice takes on average, null where nobody asked, or New Relic did not say.</summary>
    public RequestMeans? Means(NrqlBatch batch, bool isControl) => _means.Count > 0 && Unknown(batch) is null && Rows(batch.GetRequired(_quantiles!.Name).Rows, isControl) is [var whole, ..]
        && whole.Number(RequestColumns.Duration) is { } duration ? new RequestMeans(duration, whole.Number(RequestColumns.ExternalCalls) ?? 0, whole.Number(RequestColumns.DatabaseCalls) ?? 0) : null;

    /// <summary>What is known of an objective and the canary's pods one by one, or why they are not known; as it is where those are not asked about.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="known">What is known of each objective.</param>
    /// <param name="timeslices">Requests as timeslices count them; null where nobody asked.</param>
    public ObjectiveEvidence ReadCanaryPods(NrqlBatch batch, ObjectiveEvidence known, TimesliceEvidence? timeslices)
    {
        if (Objectives.FirstOrDefault(objective => objective.Name == known.Objective) is not { } objective || CanaryPods.Count == 0)
        {
            return known;
        }

        if (UnavailableCause.Of(batch, CanaryPods) is { } cause)
        {
            return WithoutCanaryPods(known, cause);
        }

        var traffic = TrafficCounts.Of(known.Judged.Buckets, known.Control.Buckets, timeslices);
        var weights = StepWeights.Of(traffic.Judged, traffic.Control, _plan.Window.Begin, _plan.Weight).Weights;
        return known with
        {
            CanaryPods = _canaryPods.Value!.Read(batch, (begin, row) => Cell(objective, begin, row, IndexOf(begin) < weights.Count ? weights[IndexOf(begin)] : _plan.Weight, null, isControl: false) with { BadOverLimit = OverLoosest(objective, row) }),
            Queries = [.. known.Queries, .. CanaryPods.Select(query => query.Name)],
        };
    }

    /// <summary>What is known of an objective where the canary's pods were to be asked about and were not; as it is where they are not asked about.</summary>
    /// <param name="known">What is known of each objective.</param>
    /// <param name="cause">Why, in words for people.</param>
    public ObjectiveEvidence WithoutCanaryPods(ObjectiveEvidence known, string cause) =>
        CanaryPods.Count > 0 && Objectives.Any(objective => objective.Name == known.Objective) ? known with { CanaryPodsUnavailable = cause } : known;

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch) => Read(batch, isExpectedKnown: false);

    /// <param name="batch">The answers.</param>
    /// <param name="isExpectedKnown">Answers to what was expected are among them.</param>
    public IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch, bool isExpectedKnown)
    {
        // Quantiles are shown; what is weighed are counts. A latency judged by its value alone has none without them.
        if (UnavailableCause.Of(batch, Counting) is { } cause)
        {
            return Objectives.Select(objective => Evidence(objective, new SliceEvidence.Unavailable(cause), new SliceEvidence.Unavailable(cause)));
        }

        var counts = Counts(batch);
        var unknown = Unknown(batch);
        var quantiles = _quantiles is null || unknown is not null ? [] : batch.GetRequired(_quantiles.Name).Rows;
        var (judged, control) = (SliceFacet.JudgedRows(_plan, counts), SliceFacet.ControlRows(_plan, counts));
        var traffic = Traffic(batch, judged, control);
        var weights = StepWeights.Of(traffic.Judged, traffic.Control, _plan.Window.Begin, _plan.Weight).Weights;
        var (sight, stableSight) = Sights(judged, control);
        var told = isExpectedKnown ? _expected : null;
        var (canaryExpected, stableExpected) = (told?.Judged(batch) ?? [], told?.Control(batch) ?? []);
        var past = told?.Past(batch);
        return Objectives.Select(objective => Seen(objective, sight, stableSight, Evidence(
            objective,
            Slice(objective, judged, SliceFacet.JudgedRows(_plan, quantiles), unknown, weights, canaryExpected, isControl: false),
            Slice(objective, control, SliceFacet.ControlRows(_plan, quantiles), unknown, weights, stableExpected, isControl: true)) with
        {
            StablePods = _pods is not null && IsWeighed(objective) ? _pods.Read(batch, (begin, row) => new Bucket(begin, Exposure(objective, row), PodBad(objective, row, past), BadOverLimit: OverLoosest(objective, row))) : [],
            StableQuantile = objective is LatencyObjective latency ? _stable.Of(latency) : null,
            Queries = [.. Queries.Concat(told?.Sources ?? []).Select(query => query.Name)],
            JudgedClusters = ClusterColumns.Read(judged, _measure.Count, RequestColumns.Requests, SliceFacet.JudgedRows(_plan, quantiles)),
            ControlClusters = ClusterColumns.Read(control, _measure.Count, RequestColumns.Requests, SliceFacet.ControlRows(_plan, quantiles)),
        }));
    }

    public override IEnumerable<string> Notes(NrqlBatch batch)
    {
        if (Objectives.Any(objective => objective is LatencyObjective) && Unknown(batch) is { } cause)
        {
            yield return $"latency quantiles are not known, and latency is judged by its counts alone and shown as the limit that it keeps or exceeds: {cause}";
        }

        if (UnavailableCause.Of(batch, _counts.Queries) is null)
        {
            var counts = Counts(batch);
            var (sight, stable) = Sights(SliceFacet.JudgedRows(_plan, counts), SliceFacet.ControlRows(_plan, counts));
            foreach (var untimed in new[] { sight.Untimed(_plan.Telemetry), stable.Untimed(_plan.Telemetry) }.OfType<string>())
            {
                yield return untimed;
            }
        }

    }

    /// <summary>The same evidence, without what these rows cannot tell.</summary>
    private ObjectiveEvidence Seen(Objective objective, Sight sight, Sight stable, ObjectiveEvidence evidence)
    {
        if ((sight.Tail ?? stable.Tail) is { } tail)
        {
            return evidence with { Judged = new SliceEvidence.Unavailable(tail), Control = new SliceEvidence.NoData() };
        }

        if (RequestColumns.IsOfTime(objective))
        {
            return evidence with
            {
                Judged = sight.IsTimeless ? new SliceEvidence.Unavailable(sight.Timelessness(_plan.Telemetry, stable)) : evidence.Judged,
                Control = stable.IsTimeless ? new SliceEvidence.Unavailable(stable.Timelessness(_plan.Telemetry, sight)) : evidence.Control,
            };
        }

        // Where both are blind their errors are of the same kinds; where stable alone is, it seems better than it is.
        return evidence with
        {
            Unseen = sight.Blindness(_plan.Telemetry, stable),
            Control = !sight.IsBlind && stable.Blindness(_plan.Telemetry, sight) is { } cause ? new SliceEvidence.Unavailable(cause) : evidence.Control,
        };
    }

    private (Sight Judged, Sight Stable) Sights(IReadOnlyList<NrqlRow> judged, IReadOnlyList<NrqlRow> control) =>
        (Sight.Of(_plan.Slice, _plan, _measure, OfWindow(judged)), Sight.Of(GateService.Core.Requests.Slice.Stable, _plan, _measure, OfWindow(control)));

    private List<NrqlRow> OfWindow(IEnumerable<NrqlRow> rows) => [.. rows.Where(row => row.BeginTime is null || row.BeginTime > _plan.Window.Begin - (_plan.Window.Bucket / 2))];

    private IReadOnlyList<NrqlRow> Rows(IReadOnlyList<NrqlRow> rows, bool isControl) => isControl ? SliceFacet.ControlRows(_plan, rows) : SliceFacet.JudgedRows(_plan, rows);

    /// <summary>Rows without requests are left out: which of them New Relic answers with depends on what else it was asked about.</summary>
    private IReadOnlyList<NrqlRow> Counts(NrqlBatch batch) => [.. _counts.Rows(batch).Where(row => Requests(row) > 0)];

    private string? Unknown(NrqlBatch batch) => _quantiles is null ? null : UnavailableCause.Of(batch, [_quantiles]);

    private static bool IsOfErrors(Objective objective) => objective is ErrorRateObjective or SuccessRateObjective;

    /// <summary>Failures that are no errors, where no objective counts them and whose fault they are may be asked.</summary>
    private IEnumerable<Nrql> Marks(EvidencePlan plan, IReadOnlyList<Objective> objectives) => plan.Attribution is not null && objectives.Any(IsOfErrors) && !objectives.Any(objective => objective is SuccessRateObjective)
        ? _measure.Count(Counted.Marked, RequestColumns.Name(Counted.Marked))
        : [];

    private static bool IsWeighed(Objective objective) => objective.Judge.Needs.Pods;

    private static Nrql Select(EvidencePlan plan, IEnumerable<Nrql> columns) => Nrql.Create(
        $"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)} {SliceFacet.Clause(plan)}");

    /// <summary>The canary is counted above the margin over stable's own quantile and above the floor, stable above the quantile itself.</summary>
    private IEnumerable<double> Comparing(LatencyObjective latency) => _stable.Of(latency) is { } own
        ? [own, StableQuantiles.Widened(own, latency), .. Floor(latency) is { } floor ? new[] { floor } : []]
        : [];

    /// <summary>Where harm begins within the limit; null where that is nowhere.</summary>
    private double? Floor(LatencyObjective latency) => IsWeighed(latency) && _plan.Control is not null && latency.HarmfulFrom(_stable.Of(latency)) is { } floor && floor < RequestColumns.Limits(latency, _plan.Weight).Max() ? floor : null;

    private IEnumerable<Nrql> PodColumns(IReadOnlyList<Objective> objectives) =>
        [.. RequestColumns.Counts(_measure, objectives, objectives.OfType<LatencyObjective>().SelectMany(latency => new[] { PodBoundary(latency), Loosest(latency) })), .. RequestColumns.Times(_measure, objectives)];

    /// <summary>What the comparison counts; before stable's own quantile is known, the loosest limit.</summary>
    private double PodBoundary(LatencyObjective latency) => _stable.Of(latency) ?? Loosest(latency);

    private static double Loosest(LatencyObjective latency) => latency.Limit!.Entries[0].Value;

    private double? OverLoosest(Objective objective, NrqlRow row) => objective is LatencyObjective latency ? _measure.Slower(row, Loosest(latency)) : null;

    private double? PodBad(Objective objective, NrqlRow row, double? expected) =>
        objective is LatencyObjective latency ? _measure.Slower(row, PodBoundary(latency)) : Bad(objective, row, null, expected);

    private TrafficCounts Traffic(NrqlBatch batch, IReadOnlyList<NrqlRow> judged, IReadOnlyList<NrqlRow> control) =>
        TrafficCounts.Of(Exposures(judged), _plan.Control is null ? [] : Exposures(control), _timeslices?.Read(batch));

    private IReadOnlyList<Bucket> Exposures(IReadOnlyList<NrqlRow> rows) =>
        BucketRows.Lay(_plan.Span, rows, (begin, row) => new Bucket(begin, Requests(row), null));

    private SliceEvidence Slice(Objective objective, IReadOnlyList<NrqlRow> rows, IReadOnlyList<NrqlRow> quantiles, string? unknown, IReadOnlyList<double?> weights, IReadOnlyList<double?> expected, bool isControl)
    {
        var window = OfWindow(rows);
        var requests = window.Sum(row => Exposure(objective, row));
        if (!(requests > 0))
        {
            return new SliceEvidence.NoData { Buckets = Buckets(objective, rows, weights, expected, isControl) };
        }

        if (unknown is not null && objective is LatencyObjective && !IsWeighed(objective))
        {
            return new SliceEvidence.Unavailable(unknown);
        }

        var bad = window.Select(row => Bad(objective, row, _plan.Weight, Expected(expected, row))).ToList();
        return bad.TrueForAll(count => count is not null)
            && (unknown is not null && objective is LatencyObjective latency ? Bound(latency, window, requests) : Value(objective, quantiles, requests, bad.Sum()!.Value)) is { } value
            ? new SliceEvidence.Measured(value, requests, bad.Sum(), Buckets(objective, rows, weights, expected, isControl))
            : new SliceEvidence.Unavailable("New Relic answered with requests, but without the numbers this objective needs");
    }

    private IReadOnlyList<Bucket> Buckets(Objective objective, IReadOnlyList<NrqlRow> rows, IReadOnlyList<double?> weights, IReadOnlyList<double?> expected, bool isControl)
    {
        return BucketRows.Lay(_plan.Span, rows, (begin, row) => Cell(objective, begin, row, weights[IndexOf(begin)], Expected(expected, row), isControl));
    }

    private Bucket Cell(Objective objective, DateTimeOffset begin, NrqlRow row, double? observed, double? expected, bool isControl)
    {
        var compared = objective is LatencyObjective latency && _stable.Of(latency) is { } own
            ? isControl ? own : StableQuantiles.Widened(own, latency)
            : (double?)null;
        var floor = !isControl && objective is LatencyObjective floored ? Floor(floored) : null;
        var weight = IsWeighed(objective) ? observed : _plan.Weight;
        return new Bucket(
            begin,
            Exposure(objective, row),
            Bad(objective, row, weight, expected),
            BadAgainstStable: compared is { } boundary ? _measure.Slower(row, boundary) : null,
            BadOverFloor: floor is { } harmful ? _measure.Slower(row, Math.Min(harmful, objective.Limit!.At(weight))) : null);
    }

    /// <summary>Requests that can be held against the objective.</summary>
    private double Exposure(Objective objective, NrqlRow row) => RequestColumns.IsOfTime(objective) ? _measure.Count(row, RequestColumns.Timed) ?? Requests(row) : Requests(row);

    private double Requests(NrqlRow row) => _measure.Count(row, RequestColumns.Requests) ?? 0;

    private int IndexOf(DateTimeOffset begin) => (int)Math.Round((begin - _plan.Span.Begin) / _plan.Span.Bucket);

    /// <summary>The share of marked requests that was expected in a row's bucket; null where it is not known.</summary>
    private double? Expected(IReadOnlyList<double?> shares, NrqlRow row) => row.BeginTime is { } begin ? shares.ElementAtOrDefault(IndexOf(begin)) : null;

    private double? Bad(Objective objective, NrqlRow row, double? weight, double? expected) => objective switch
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

    private double? Count(NrqlRow row, Counted what) => _measure.Count(row, RequestColumns.Name(what));

    /// <summary>The lowest limit that the quantile keeps by the counts of slower requests; else just over the highest.</summary>
    private double? Bound(LatencyObjective latency, List<NrqlRow> window, double requests)
    {
        var limits = RequestColumns.Limits(latency, _plan.Weight).Order().ToList();
        return limits.Where(limit => window.Sum(row => _measure.Slower(row, limit) ?? 0) <= (1 - latency.Quantile) * requests).Cast<double?>().FirstOrDefault()
            ?? Math.BitIncrement(limits[^1]);
    }

    private double? Value(Objective objective, IReadOnlyList<NrqlRow> quantiles, double requests, double bad) => objective switch
    {
        LatencyObjective latency => quantiles is [var whole, ..] ? _measure.Quantile(whole, RequestColumns.Quantile(latency), RequestColumns.Percent(latency)) : null,
        { Comparison: Comparison.AtMost } => bad / requests,
        _ => 1 - (bad / requests),
    };
}
