using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Tells both slices apart in one query, and finds each one's rows again.</summary>
internal static class SliceFacet
{
    public const string Control = "stable";

    /// <summary>Rows that belong to no slice.</summary>
    public const string Neither = "neither";

    /// <summary><c>FACET CASES(…)</c>, or nothing where there are no slices.</summary>
    public static Nrql Clause(EvidencePlan plan) => Clause(plan.Slice, plan.Judged is { } judged ? new SlicePair(judged, plan.Control) : null, null);

    /// <param name="slice">Which one is judged.</param>
    /// <param name="slices">How they are recognised; null where there are none.</param>
    /// <param name="neither">What recognises events that no slice can be told of; null where nobody asks.</param>
    public static Nrql Clause(Slice slice, SlicePair? slices, Nrql? neither)
    {
        if (slices is not { Judged: { } judged })
        {
            return Nrql.Empty;
        }

        var cases = new List<Nrql> { Nrql.Create($"WHERE {SliceConditions.Slice(judged)} AS {NameOf(slice)}") };
        if (slices.Control is { } control)
        {
            cases.Add(Nrql.Create($"WHERE {SliceConditions.Slice(control)} AS {Control}"));
        }

        if (neither is not null)
        {
            cases.Add(Nrql.Create($"WHERE {neither} AS {Neither}"));
        }

        return Nrql.Create($"FACET CASES({Nrql.List(cases)})");
    }

    public static IReadOnlyList<NrqlRow> JudgedRows(EvidencePlan plan, IReadOnlyList<NrqlRow> rows) => plan.Judged is null ? rows : Rows(rows, NameOf(plan.Slice));

    public static IReadOnlyList<NrqlRow> ControlRows(EvidencePlan plan, IReadOnlyList<NrqlRow> rows) => plan.Control is null ? [] : Rows(rows, Control);

    public static string NameOf(Slice slice) => EnumNames.Of(slice);

    public static IReadOnlyList<NrqlRow> Rows(IReadOnlyList<NrqlRow> rows, string slice) => [.. rows.Where(row => row.Facet == slice)];
}
