using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What New Relic said of the queries it answered, such as a limit that it applied: their numbers may not be whole.</summary>
internal static class Messages
{
    private const int Most = 5;

    public static IEnumerable<string> Of(IEnumerable<NrqlQuery> queries, NrqlBatch batch) => queries
        .SelectMany(query => batch[query.Name] is NrqlOutcome.Answered answered ? answered.Result.Metadata.Messages.Select(message => (query.Name, Message: message)) : [])
        .GroupBy(said => said.Message, StringComparer.Ordinal)
        .Select(said => $"New Relic says of {string.Join(", ", said.Select(query => query.Name).Distinct())}: {said.Key}")
        .Take(Most);
}
