using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
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
    private readonly RequestAsked _asked;
    private readonly bool _isWhole = true;
    private readonly bool _asksForMeans;
    private readonly ExpectedQuery? _expected;
    private readonly Lazy<CanaryPodsQuery?> _canaryPods;
    private readonly IReadOnlyList<(Objective Objective, ObjectiveCells Cells)> _cells;
    private (NrqlBatch? Batch, RequestAnswers? Answers) _answered;

    public RequestQuestion(EvidencePlan plan, IReadOnlyList<Objective> objectives, StableQuantiles stable, TimesliceQuery? timeslices, NameQuestion? names, string part = "")
    {
        (_plan, _measure, _stable, Objectives) = (plan, RequestMeasure.Of(plan.Telemetry), stable, objectives);
        _cells = [.. objectives.Select(objective => (objective, new ObjectiveCells(plan, _measure, stable, objective)))];
        var latencies = objectives.OfType<LatencyObjective>().ToList();
        List<double> boundaries = [.. latencies.SelectMany(latency => RequestColumns.Limits(latency, plan.Weight).Concat(ObjectiveCells.Comparing(plan, latency, stable.Of(latency))))];
        var quantiles = RequestColumns.Quantiles(_measure, objectives).ToList();
        List<Nrql> means = [.. RequestColumns.Means(plan, objectives)];
        _asksForMeans = means.Count > 0;
        var (marks, denials) = (Marks().ToList(), RequestColumns.Denials(_measure, objectives).ToList());
        var counts = Count([.. marks, .. denials]);
        if (denials.Count > 0 && counts.Queries.Any(query => !query.Fits))
        {
            // The canary's pods tell them, which are asked where it refuses more than stable.
            counts = Count(marks);
        }

        if (marks.Count > 0 && counts.Queries.Any(query => !query.Fits))
        {
            // Names so long leave room for what is judged alone; then nobody knows whether there is anything to explain, and it is asked.
            (counts, _isWhole) = (Count([]), false);
        }

        var weighed = objectives.Where(HasStablePods).ToList();
        _asked = new RequestAsked(
            counts,
            quantiles.Count + means.Count == 0 ? null : new NrqlQuery($"quantiles{part}", Nrql.Create($"{Select([.. quantiles, .. means, .. ClusterColumns.NamesOf(plan)])} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}")),
            plan.History is not null && weighed.Count > 0 ? new StablePodsQuery(plan, $"stable-pods{part}", OfPods(weighed), plan.Telemetry.EventType, RequestRows.Where(plan)) : null,
            timeslices);
        _expected = ExpectedQuery.Of(plan, objectives, part, names);
        _canaryPods = new(() => plan is { Judged: not null, Telemetry.PodAttributes.Count: > 0 } or { Judged.By: SliceBy.PodName or SliceBy.Host }
            ? new[] { CountPods(denials), CountPods([]) }.FirstOrDefault(query => query.Queries.All(asked => asked.Fits))
            : null);

        CanaryPodsQuery CountPods(IReadOnlyList<Nrql> also) => new(
            plan, $"canary-pods{part}", [.. RequestColumns.Counts(_measure, objectives, [.. boundaries, .. latencies.Select(ObjectiveCells.Loosest)]), .. also, .. RequestColumns.Times(_measure, objectives)]);

        SeriesQuery Count(IReadOnlyList<Nrql> also) => new($"requests{part}", plan.Span, Select(
        [
            .. RequestColumns.Counts(_measure, objectives, boundaries), .. also, .. RequestColumns.Times(_measure, objectives), .. RequestColumns.Sights(_measure, plan.Telemetry, objectives), .. part.Contains('b', StringComparison.Ordinal) ? [] : ClusterColumns.Of(plan, _measure, namesElsewhere: quantiles.Count + means.Count > 0),
        ]));
    }

    /// <summary>The canary's pods one by one; none where they are not told apart.</summary>
    public IReadOnlyList<NrqlQuery> CanaryPods => [.. (_canaryPods.Value?.Queries ?? []).Where(query => query.Fits)];

    /// <summary>What is asked for requests of both slices, and of stable's pods, alone.</summary>
    public IReadOnlyList<NrqlQuery> Counting => _asked.Counting;

    public override IReadOnlyList<Objective> Objectives { get; }

    public override IReadOnlyList<NrqlQuery> Queries => _asked.All;

    /// <summary>What share of marked requests was expected; null where none counts, or nothing tells.</summary>
    public ExpectedQuery? WasExpected => _expected;

    /// <summary>Requests of both slices, cell by cell, whatever the objectives count.</summary>
    public TrafficCounts Traffic(NrqlBatch batch) => Answers(batch).Traffic;

    /// <summary>Requests of stable's pods one by one; empty where nobody asked for them.</summary>
    public IReadOnlyList<PodSeries> PodRequests(NrqlBatch batch) => Answers(batch) is var answers ? answers.StablePods((begin, row) => new Bucket(begin, answers.Requests(row), null)) : [];

    /// <summary>Failed requests of a slice, cell by cell, however failed; empty where no objective counts them, or they could not be.</summary>
    public IReadOnlyList<double> Failed(NrqlBatch batch, bool isControl) => _isWhole && Objectives.Any(IsOfErrors) && IsCounted(batch) ? Answers(batch).Failed(isControl) : [];

    /// <summary>Requests are marked by nothing but an error, and what stands beside them would tell whether the team expects it.</summary>
    public bool MayBeExpected(NrqlBatch batch) => _expected is not null && IsCounted(batch) && Answers(batch).HasAny(_plan.Telemetry.Marked is null ? Counted.Errors : Counted.Marked);

    /// <summary>What a request of a slice takes on average, null where nobody asked, or New Relic did not say.</summary>
    public RequestMeans? Means(NrqlBatch batch, bool isControl) => _asksForMeans && IsCounted(batch) ? Answers(batch).Means(isControl) : null;

    /// <summary>What is known of an objective and the canary's pods one by one, or why they are not known; as it is where those are not asked about.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="known">What is known of each objective.</param>
    /// <param name="timeslices">Requests as timeslices count them; null where nobody asked.</param>
    public ObjectiveEvidence ReadCanaryPods(NrqlBatch batch, ObjectiveEvidence known, TimesliceEvidence? timeslices)
    {
        if (_cells.FirstOrDefault(counted => counted.Objective.Name == known.Objective).Cells is not { } cells || CanaryPods.Count == 0)
        {
            return known;
        }

        if (UnavailableCause.Of(batch, CanaryPods) is { } cause)
        {
            return WithoutCanaryPods(known, cause);
        }

        var weights = Weights(TrafficCounts.Of(known.Judged.Buckets, known.Control.Buckets, timeslices));
        var pods = _canaryPods.Value!.Read(batch, (begin, row) => cells.OfCanaryPod(begin, row, IndexOf(begin) < weights.Count ? weights[IndexOf(begin)] : _plan.Weight));
        return known with
        {
            CanaryPods = pods,
            Judged = PodDenials.Of(known.Judged, pods),
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

        var answers = Answers(batch);
        var (weights, told) = (Weights(answers.Traffic), isExpectedKnown ? _expected : null);
        var (canaryExpected, stableExpected, past) = (told?.Judged(batch) ?? [], told?.Control(batch) ?? [], told?.Past(batch));
        var (judgedClusters, controlClusters) = (answers.Clusters(isControl: false), answers.Clusters(isControl: true));
        IReadOnlyList<string> queries = [.. Queries.Concat(told?.Sources ?? []).Select(query => query.Name)];
        return _cells.Select(counted => answers.Seen(counted.Objective, Evidence(
            counted.Objective,
            answers.Slice(counted.Objective, counted.Cells, weights, canaryExpected, isControl: false),
            answers.Slice(counted.Objective, counted.Cells, weights, stableExpected, isControl: true)) with
        {
            StablePods = HasStablePods(counted.Objective) ? answers.StablePods((begin, row) => counted.Cells.OfStablePod(begin, row, past)) : [],
            StableQuantile = counted.Objective is LatencyObjective latency ? _stable.Of(latency) : null,
            Queries = queries,
            JudgedClusters = judgedClusters,
            ControlClusters = controlClusters,
        }));
    }

    public override IEnumerable<string> Notes(NrqlBatch batch)
    {
        if (_asked.Quantiles is { } quantiles && Objectives.Any(objective => objective is LatencyObjective) && UnavailableCause.Of(batch, [quantiles]) is { } cause)
        {
            yield return $"latency quantiles are not known, and latency is judged by its counts alone and shown as the limit that it keeps or exceeds: {cause}";
        }

        if (IsCounted(batch))
        {
            var (sight, stable) = (Answers(batch).JudgedSight, Answers(batch).ControlSight);
            foreach (var untimed in new[] { sight.Untimed(_plan.Telemetry), stable.Untimed(_plan.Telemetry) }.OfType<string>())
            {
                yield return untimed;
            }
        }
    }

    /// <summary>Everybody reads the same rows.</summary>
    private RequestAnswers Answers(NrqlBatch batch)
    {
        if (_answered.Batch != batch)
        {
            _answered = (batch, new RequestAnswers(_plan, _measure, _asked, batch));
        }

        return _answered.Answers!;
    }

    private bool IsCounted(NrqlBatch batch) => UnavailableCause.Of(batch, _asked.Counts.Queries) is null;

    private IReadOnlyList<double?> Weights(TrafficCounts traffic) => StepWeights.Of(traffic.Judged, traffic.Control, _plan.Window.Begin, _plan.Weight).Weights;

    private int IndexOf(DateTimeOffset begin) => (int)Math.Round((begin - _plan.Span.Begin) / _plan.Span.Bucket);

    /// <summary>After a switch stable's past is asked for what has nothing else to be held against.</summary>
    private bool HasStablePods(Objective objective) => ObjectiveCells.IsWeighed(objective) && (_plan.Control is not null || (_plan.Former is not null && objective is not RefusalRateObjective { Limit: not null }));

    private static bool IsOfErrors(Objective objective) => objective is ErrorRateObjective or SuccessRateObjective;

    /// <summary>Failures that are no errors, where no objective counts them and whose fault they are may be asked.</summary>
    private IEnumerable<Nrql> Marks() => _plan.Attribution is not null && Objectives.Any(IsOfErrors) && !Objectives.Any(objective => objective is SuccessRateObjective)
        ? _measure.Count(Counted.Marked, RequestColumns.Name(Counted.Marked))
        : [];

    private IEnumerable<Nrql> OfPods(IReadOnlyList<Objective> objectives) =>
        [.. RequestColumns.Counts(_measure, objectives, objectives.OfType<LatencyObjective>().SelectMany(latency => ObjectiveCells.OfPods(latency, _stable.Of(latency)))), .. RequestColumns.Times(_measure, objectives)];

    private Nrql Select(IEnumerable<Nrql> columns) => Nrql.Create($"SELECT {Nrql.List(columns)} FROM {RequestRows.Of(_plan)} WHERE {RequestRows.Where(_plan)} {SliceFacet.Clause(_plan)}");
}
