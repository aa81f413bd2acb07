namespace GateService.Core.Words;

/// <summary>A list for a sentence.</summary>
public static class Several
{
    /// <summary>The first ones by name, the others by their number: <c>payments-api 3.1 %, stock-api 1.2 % and 2 more</c>.</summary>
    /// <param name="all">In the order in which they are told.</param>
    /// <param name="most">That are named.</param>
    public static string Of(IReadOnlyList<string> all, int most = 3) =>
        string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {all.Count - most} more" : "");
}
