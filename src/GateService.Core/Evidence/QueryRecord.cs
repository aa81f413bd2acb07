namespace GateService.Core.Evidence;

/// <summary>One query, so that every number can show what made it.</summary>
/// <param name="Name">Name within the evaluation, e.g. <c>requests</c>.</param>
/// <param name="Nrql">The NRQL as sent.</param>
/// <param name="Outcome"><c>answered</c>, or why not.</param>
public sealed record QueryRecord(string Name, string Nrql, string Outcome);
