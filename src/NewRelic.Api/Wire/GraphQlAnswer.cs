using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>Takes a NerdGraph answer apart: each alias to its own outcome, partial data kept.</summary>
internal static class GraphQlAnswer
{
    /// <summary>Seconds; every batch has given up long before, and a task cannot wait for ever.</summary>
    private const double LongestWait = 3600;

    public static Attempt Read(JsonElement answer, IReadOnlyList<PendingQuery> queries)
    {
        var errors = GraphQlErrors.Read(answer);
        var accounts = answer.Property("data").Property("actor");
        if (queries.All(query => accounts.Property(query.AccountAlias).ValueKind != JsonValueKind.Object))
        {
            return Attempt.AllFailed(queries, errors is [var (_, error), ..] ? error : Malformed("it holds no account data"));
        }

        var outcomes = new Dictionary<string, NrqlOutcome>();
        var running = new List<PendingQuery>();
        foreach (var query in queries)
        {
            var container = accounts.Property(query.AccountAlias).Property(query.Alias);
            if (Progress(query, container) is { } going)
            {
                running.Add(going);
            }
            else
            {
                outcomes[query.Query.Name] = Outcome(query, container, errors);
            }
        }

        return new Attempt(outcomes, running);
    }

    /// <summary>Null when the answer holds a marker that was made.</summary>
    public static NerdGraphError? Marked(JsonElement answer) =>
        answer.Property("data").Property("changeTrackingCreateEvent").Property("changeTrackingEvent").Property("changeTrackingId").ValueKind == JsonValueKind.String
            ? null
            : Malformed("it holds no marker: is there exactly one entity of that name?");

    public static NerdGraphError Malformed(string what) =>
        new(NerdGraphErrorKind.MalformedResponse, $"the answer is not one of NerdGraph: {what}");

    private static NrqlOutcome Outcome(PendingQuery query, JsonElement container, IReadOnlyList<(string? Alias, NerdGraphError Error)> errors)
    {
        foreach (var (alias, error) in errors)
        {
            if (alias == query.Alias || alias == query.AccountAlias)
            {
                return new NrqlOutcome.Failed(error);
            }
        }

        if (container.ValueKind == JsonValueKind.Object && container.Property("results").ValueKind == JsonValueKind.Array)
        {
            return new NrqlOutcome.Answered(new NrqlResult(container));
        }

        return new NrqlOutcome.Failed(errors.FirstOrDefault(error => error.Alias is null).Error ?? Malformed($"it holds no results for '{query.Query.Name}'"));
    }

    private static PendingQuery? Progress(PendingQuery query, JsonElement container)
    {
        var progress = container.Property("queryProgress");
        return progress.Property("completed").ValueKind == JsonValueKind.False && progress.Property("queryId") is { ValueKind: JsonValueKind.String } id
            ? query with { QueryId = id.GetString(), PollAfter = TimeSpan.FromSeconds(Math.Max(Seconds(progress.Property("retryAfter")), 0.1)) }
            : null;
    }

    private static double Seconds(JsonElement value) => value.ValueKind == JsonValueKind.Number ? Math.Min(value.GetDouble(), LongestWait) : 1;
}
