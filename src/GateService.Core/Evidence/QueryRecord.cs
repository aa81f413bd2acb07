namespace GateService.Core.Evidence;

/// <summary>One query, so that every number can show what made it.</summary>
/// <param name="Name">Name within the evaluation, e.g. <c>requests</c>.</param>
/// <param name="Nrql">The NRQL that this is the answer to. Of closed buckets it may be an earlier answer.</param>
/// <param name="Outcome"><c>answered</c>, or why not, in words for people.</param>
/// <param name="Trouble">Why there is no answer; null where there is one, and in decisions kept before it was noted.</param>
public sealed record QueryRecord(string Name, string Nrql, string Outcome, QueryTrouble? Trouble = null)
{
    /// <summary>The outcome of a query that has an answer.</summary>
    public const string Answered = "answered";
}
