using GateService.Core.Planning;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Tells both slices apart in one query, and finds each one's rows again.</summary>
internal static class SliceFacet
{
    private const string Control = "stable";

    /// <summary><c>FACET CASES(…)</c>, or nothing where there are no slices.</summary>
    public static Nrql Clause(EvidencePlan plan)
    {
        if (plan.Judged is not { } judged)
        {
            return Nrql.Empty;
        }

        var cases = new List<Nrql> { Nrql.Create($"WHERE {SliceConditions.Slice(judged)} AS {EnumNames.Of(plan.Slice)}") };
        if (plan.Control is { } control)
        {
            cases.Add(Nrql.Create($"WHERE {SliceConditions.Slice(control)} AS {Control}"));
        }

        return Nrql.Create($"FACET CASES({Nrql.List(cases)})");
    }

    public static IReadOnlyList<NrqlRow> JudgedRows(EvidencePlan plan, IReadOnlyList<NrqlRow> rows) => plan.Judged is null ? rows : Of(rows, EnumNames.Of(plan.Slice));

    public static IReadOnlyList<NrqlRow> ControlRows(EvidencePlan plan, IReadOnlyList<NrqlRow> rows) => plan.Control is null ? [] : Of(rows, Control);

    private static List<NrqlRow> Of(IReadOnlyList<NrqlRow> rows, string slice) => [.. rows.Where(row => row.Facet == slice)];
}
