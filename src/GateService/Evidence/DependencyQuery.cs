using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Calls of both slices by dependency, in one query where New Relic takes that (no subquery in a facet, and a limit on length), else in one each: there are few
/// dependencies, and none crowds out another's.
/// </summary>
internal sealed class DependencyQuery
{
    private const int MostDependencies = 50;
    private const int FewestDependencies = 20;

    /// <summary>Of calls to one dependency, so many tell nothing that its failures cannot be seen.</summary>
    private const double MostUntold = 0.5;

    private readonly CallSource _source;
    private readonly CoarseSpan _span;
    private readonly string _name;
    private readonly SeriesQuery _judged;
    private readonly SeriesQuery? _control;

    public DependencyQuery(EvidencePlan plan, CallSource source, CoarseSpan span)
    {
        (_source, _span, _name) = (source, span, SliceFacet.NameOf(plan.Slice));
        var judged = SliceConditions.Slice(plan.Judged!);
        if (plan.Control is not { } control)
        {
            _judged = Ask("calls", judged, null);
            return;
        }

        var other = SliceConditions.Slice(control);
        var both = control.By == SliceBy.Label ? null : Ask("calls", Nrql.Create($"({judged} OR {other})"), judged);
        (_judged, _control) = both?.Queries.All(query => query.Fits) == true ? (both, both) : (Ask("calls", judged, null), Ask("calls-stable", other, null));

        SeriesQuery Ask(string name, Nrql which, Nrql? first)
        {
            var where = Nrql.And([SliceConditions.Service(plan), which, Nrql.Trusted(source.Call)]);
            List<Nrql> facets = [CallRows.Outcome(source), ErrorAttributes.Dependency(source), ErrorAttributes.Kind];
            if (first is not null)
            {
                facets.Add(Nrql.Create($"if({first}, {_name}, {SliceFacet.Control})"));
            }

            return span.Ask(name, Nrql.Create(
                $"SELECT {CallRows.Columns(source)} FROM Span WHERE {where} FACET {Nrql.List(facets)} LIMIT {(first is null ? 2 : 4) * span.Facets(FewestDependencies, MostDependencies)}"));
        }
    }

    public IReadOnlyList<NrqlQuery> Queries => [.. _judged.Queries, .. _control is null || IsOne ? [] : _control.Queries];

    private bool IsOne => ReferenceEquals(_judged, _control);

    /// <summary>Null where New Relic did not answer: one side alone would look as if the other called nobody.</summary>
    /// <param name="batch">The answers.</param>
    /// <param name="canaryShares">What each cell of the canary has of its wide bucket.</param>
    /// <param name="stableShares">The same of stable.</param>
    public IReadOnlyList<DependencyCalls>? Read(NrqlBatch batch, double[] canaryShares, double[] stableShares)
    {
        if (UnavailableCause.Of(batch, Queries) is not null)
        {
            return null;
        }

        var (canary, stable) = (ByDependency(JudgedRows(batch), canaryShares), ByDependency(ControlRows(batch), stableShares));
        var (isCanaryCut, isStableCut) = (IsCut(_judged, batch), _control is not null && IsCut(_control, batch));
        return
        [
            .. canary.Keys.Union(stable.Keys).Order().Where(key => (canary.ContainsKey(key) || !isCanaryCut) && (stable.ContainsKey(key) || !isStableCut)).Select(key => new DependencyCalls(
                key.Dependency, key.IsDatastore, canary.GetValueOrDefault(key) ?? new CallBucket[_span.Cells], stable.GetValueOrDefault(key) ?? new CallBucket[_span.Cells])),
        ];
    }

    /// <summary>Dependencies of which most calls do not tell how they ended.</summary>
    public IEnumerable<string> Notes(NrqlBatch batch)
    {
        if (UnavailableCause.Of(batch, Queries) is not null)
        {
            yield break;
        }

        foreach (var calls in JudgedRows(batch).Where(row => row.Facets is [_, not "-", _, ..] && !ErrorAttributes.IsDatastore(row.Facets[2])).GroupBy(row => row.Facets[1]).OrderBy(calls => calls.Key, StringComparer.Ordinal))
        {
            var (all, untold) = (calls.Sum(CallRows.Calls), calls.Where(CallRows.IsUntold).Sum(CallRows.Calls));
            if (untold > MostUntold * all)
            {
                yield return $"{Quantity.Count(untold)} of {Quantity.Count(all)} traced calls to {calls.Key} tell neither a status nor an error: how many of them failed cannot be seen";
            }
        }
    }

    /// <summary>There are more dependencies than are shown: one that is missing may be among them, which is not the same as never called.</summary>
    private static bool IsCut(SeriesQuery query, NrqlBatch batch) => query.Queries.Any(part => batch.GetRequired(part.Name).OtherResult.Any(row => CallRows.Calls(row) > 0));

    private IReadOnlyList<NrqlRow> JudgedRows(NrqlBatch batch) => IsOne ? [.. _judged.Rows(batch).Where(row => row.Facets is [.., var slice] && slice == _name)] : _judged.Rows(batch);

    private IReadOnlyList<NrqlRow> ControlRows(NrqlBatch batch) =>
        _control is null ? [] : IsOne ? [.. _control.Rows(batch).Where(row => row.Facets is [.., SliceFacet.Control])] : _control.Rows(batch);

    private Dictionary<(string Dependency, bool IsDatastore), CallBucket[]> ByDependency(IReadOnlyList<NrqlRow> rows, double[] shares) => rows.Where(row => row.Facets is [_, not "-", _, ..])
        .GroupBy(row => (row.Facets[1], ErrorAttributes.IsDatastore(row.Facets[2]))).ToDictionary(same => same.Key, same => CallRows.Lay(_source, _span, same, shares));
}
