using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Which share of the marked requests of both slices the team said to expect, bucket by bucket. Agents mark a request for an expected error as for any other; that
/// it was expected stands beside the request only, in what is capped: the share is taken, of the bucket, else of all up to it. Where nothing is known, nothing is
/// taken off. A 5xx stays one, whoever expected it.
/// </summary>
internal sealed class ExpectedQuery
{
    private readonly EvidencePlan _plan;
    private readonly SeriesQuery _query;

    private ExpectedQuery(EvidencePlan plan, string name, Nrql query) => (_plan, _query) = (plan, new SeriesQuery(name, plan.Span, query));

    /// <summary>Null where no objective counts marked requests, or nothing tells what was expected.</summary>
    public static ExpectedQuery? Of(EvidencePlan plan, IReadOnlyList<Objective> objectives, string part)
    {
        if (plan.Telemetry.Names is not { Expected: { } expected } names || !objectives.Any(objective => Counts(plan, objective)))
        {
            return null;
        }

        var where = Nrql.And([SliceConditions.Service(plan), .. new[] { names.Where, names.Marks }.OfType<string>().Select(Nrql.Trusted)]);
        return new ExpectedQuery(plan, $"expected{part}", Nrql.Create(
            $"SELECT count(*) AS kept, filter(count(*), WHERE {Nrql.Trusted(expected)}) AS expected FROM {new NrqlIdentifier(names.EventType)} WHERE {where} {SliceFacet.Clause(plan)}"));
    }

    public IReadOnlyList<NrqlQuery> Queries => _query.Queries;

    /// <summary>An objective in which marked requests count: a success rate, or any count of errors where nothing but the mark makes one.</summary>
    public static bool Counts(EvidencePlan plan, Objective objective) => objective is SuccessRateObjective || (objective is ErrorRateObjective && plan.Telemetry.Marked is null);

    public IEnumerable<string> Notes(NrqlBatch batch) => UnavailableCause.Of(batch, Queries) is { } cause
        ? [$"which errors were expected is not known, and all count: {cause}"]
        : [];

    /// <summary>Shares of a slice, as many as the span has buckets; null where nothing is known.</summary>
    public IReadOnlyList<double?> Judged(NrqlBatch batch) => Shares(Counts(batch, SliceFacet.JudgedRows));

    public IReadOnlyList<double?> Control(NrqlBatch batch) => Shares(Counts(batch, SliceFacet.ControlRows));

    /// <summary>Stable's share in all of the span, which stands for the time before it; null where nothing is known.</summary>
    public double? Past(NrqlBatch batch)
    {
        var (kept, expected) = Counts(batch, SliceFacet.ControlRows);
        return ErrorNaming.ExpectedShares([kept.Sum()], [expected.Sum()])[0];
    }

    private static IReadOnlyList<double?> Shares((double[] Kept, double[] Expected) counts) => ErrorNaming.ExpectedShares(counts.Kept, counts.Expected);

    private (double[] Kept, double[] Expected) Counts(NrqlBatch batch, Func<EvidencePlan, IReadOnlyList<NrqlRow>, IReadOnlyList<NrqlRow>> slice)
    {
        var (kept, expected) = (new double[_plan.Span.Buckets], new double[_plan.Span.Buckets]);
        if (UnavailableCause.Of(batch, Queries) is null)
        {
            foreach (var (index, row) in BucketRows.Index(_plan.Span, slice(_plan, _query.Rows(batch))))
            {
                (kept[index], expected[index]) = (kept[index] + Math.Max(0, row.Number("kept") ?? 0), expected[index] + Math.Max(0, row.Number("expected") ?? 0));
            }
        }

        return (kept, expected);
    }
}
