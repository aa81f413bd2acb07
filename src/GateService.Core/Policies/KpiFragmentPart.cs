namespace GateService.Core.Policies;

/// <summary>A piece of a KPI fragment.</summary>
/// <param name="Text">NRQL text, or the name of a parameter.</param>
/// <param name="IsParameter">The piece is a parameter, to be rendered as a literal.</param>
/// <param name="Pattern">The word whose pattern the parameter is part of, such as <c>LIKE</c>; null where it is a plain value.</param>
public sealed record KpiFragmentPart(string Text, bool IsParameter, string? Pattern = null);
