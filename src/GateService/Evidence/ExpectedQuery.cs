using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Which share of the marked requests of both slices the team said to expect, bucket by bucket. Agents mark a request for an expected error as for any other; that
/// it was expected stands beside the request only, in what is capped: the share is taken, of the bucket, else of all up to it. Where nothing is known, nothing is
/// taken off. A 5xx stays one, whoever expected it. Where errors are told apart, the names of errors are asked for anyway and tell it too, in wider buckets in a long rollout.
/// </summary>
internal sealed class ExpectedQuery
{
    private readonly EvidencePlan _plan;
    private readonly string _part;
    private readonly NameQuestion? _asked;

    private ExpectedQuery(EvidencePlan plan, string part, NameQuestion? asked) => (_plan, _part, _asked) = (plan, part, asked);

    /// <summary>Null where no objective counts marked requests, or nothing tells what was expected.</summary>
    /// <param name="plan">What is asked.</param>
    /// <param name="objectives">That need it.</param>
    /// <param name="part">Put behind the query's name.</param>
    /// <param name="asked">Asks for the names of errors, and may tell it with them; null where nobody does.</param>
    public static ExpectedQuery? Of(EvidencePlan plan, IReadOnlyList<Objective> objectives, string part, NameQuestion? asked) =>
        plan.Telemetry.Names is { Expected: not null } && objectives.Any(objective => Counts(plan, objective)) ? new ExpectedQuery(plan, part, asked) : null;

    /// <summary>Of its own; none where the names of errors tell it.</summary>
    public IReadOnlyList<NrqlQuery> Queries => Query?.Queries ?? [];

    /// <summary>What its answer is read from, whoever asks.</summary>
    public IReadOnlyList<NrqlQuery> Sources => Query?.Queries ?? _asked!.Queries;

    /// <summary>Put into words when somebody asks: most canaries have no marked request.</summary>
    private SeriesQuery? Query => _asked is { TellsExpected: true } ? null : field ??= Ask();

    /// <summary>An objective in which marked requests count: a success rate, or any count of errors where nothing but the mark makes one.</summary>
    public static bool Counts(EvidencePlan plan, Objective objective) => objective is SuccessRateObjective || (objective is ErrorRateObjective && plan.Telemetry.Marked is null);

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, Sources) is { } cause
        ? [$"which errors were expected is not known, and all count: {cause}"]
        : [];

    /// <summary>Shares of a slice, as many as the span has buckets; null where nothing is known.</summary>
    public IReadOnlyList<double?> Judged(NrqlBatch batch) => Shares(Counts(batch, isControl: false));

    public IReadOnlyList<double?> Control(NrqlBatch batch) => Shares(Counts(batch, isControl: true));

    /// <summary>Stable's share in all of the span, which stands for the time before it; null where nothing is known.</summary>
    public double? Past(NrqlBatch batch)
    {
        var (kept, expected) = Counts(batch, isControl: true);
        return ErrorNaming.ExpectedShares([kept.Sum()], [expected.Sum()])[0];
    }

    private SeriesQuery Ask()
    {
        var names = _plan.Telemetry.Names!;
        var where = Nrql.And([SliceConditions.Service(_plan), .. new[] { names.Where, names.Marks }.OfType<string>().Select(Nrql.Trusted)]);
        return new SeriesQuery($"expected{_part}", _plan.Span, Nrql.Create(
            $"SELECT count(*) AS kept, filter(count(*), WHERE {Nrql.Trusted(names.Expected!)}) AS expected FROM {new NrqlIdentifier(names.EventType)} WHERE {where} {SliceFacet.Clause(_plan)}"));
    }

    private static IReadOnlyList<double?> Shares((double[] Kept, double[] Expected) counts) => ErrorNaming.ExpectedShares(counts.Kept, counts.Expected);

    private (double[] Kept, double[] Expected) Counts(NrqlBatch batch, bool isControl)
    {
        if (Query is not { } query)
        {
            return _asked!.Marked(batch, isControl);
        }

        var (kept, expected) = (new double[_plan.Span.Buckets], new double[_plan.Span.Buckets]);
        if (UnavailableCause.Of(batch, Queries) is null)
        {
            var rows = query.Rows(batch);
            foreach (var (index, row) in BucketRows.Index(_plan.Span, isControl ? SliceFacet.ControlRows(_plan, rows) : SliceFacet.JudgedRows(_plan, rows)))
            {
                (kept[index], expected[index]) = (kept[index] + Math.Max(0, row.Number("kept") ?? 0), expected[index] + Math.Max(0, row.Number("expected") ?? 0));
            }
        }

        return (kept, expected);
    }
}
