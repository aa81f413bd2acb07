using System.Text.RegularExpressions;

namespace NewRelic.Api.Wire;

/// <summary>A query of a batch on its way: its GraphQL alias and, once New Relic made it asynchronous, its id there.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Alias">Of the query.</param>
/// <param name="Account">Of whose data.</param>
/// <param name="AccountAlias">Where the account's answers stand.</param>
/// <param name="QueryId">Set once it is asynchronous.</param>
/// <param name="PollAfter">When to look again.</param>
internal sealed partial record PendingQuery(NrqlQuery Query, string Alias, int Account, string AccountAlias, string? QueryId = null, TimeSpan? PollAfter = null)
{
    /// <summary>The field of the first account of a document; further ones have a number behind it.</summary>
    private const string FirstAccount = "account";

    /// <param name="query">What is asked.</param>
    /// <param name="index">Of the query in its batch.</param>
    /// <param name="account">Its id.</param>
    /// <param name="place">Of the account among those of the document.</param>
    public static PendingQuery Of(NrqlQuery query, int index, int account, int place) =>
        new(query, $"q{index}_{NotInAlias().Replace(query.Name, "_")}", account, place == 0 ? FirstAccount : $"{FirstAccount}{place}");

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotInAlias();
}
