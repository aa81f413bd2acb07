using System.Text.RegularExpressions;

namespace NewRelic.Api.Wire;

/// <summary>A query of a batch on its way: its GraphQL alias and, once New Relic made it asynchronous, its id there.</summary>
internal sealed partial record PendingQuery(NrqlQuery Query, string Alias, string? QueryId = null, TimeSpan? PollAfter = null)
{
    public static PendingQuery Of(NrqlQuery query, int index) => new(query, $"q{index}_{NotInAlias().Replace(query.Name, "_")}");

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotInAlias();
}
