using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>Writes the one GraphQL document that carries a batch: an alias per query, every value a variable, accounts of the same key side by side.</summary>
internal static class GraphQlRequest
{
    private const string Fields =
        "results totalResult otherResult metadata{messages timeWindow{begin end}} queryProgress{completed queryId retryAfter retryDeadline}";

    public static byte[] Batch(TimeSpan nrqlTimeout, IReadOnlyList<PendingQuery> queries)
    {
        var accounts = queries.GroupBy(query => (query.AccountAlias, query.Account)).ToList();
        var declared = new StringBuilder($"query({string.Join(", ", accounts.Select(account => $"${account.Key.AccountAlias}Id: Int!"))}, $timeout: Seconds");
        var body = new StringBuilder();
        foreach (var account in accounts)
        {
            var field = account.Key.AccountAlias == "account" ? "account" : $" {account.Key.AccountAlias}: account";
            body.Append($"{field}(id: ${account.Key.AccountAlias}Id){{");
            Append(declared, body, account);
            body.Append(" }");
        }

        return Write($"{declared}){{actor{{{body}}}}}", variables =>
        {
            foreach (var account in accounts)
            {
                variables.WriteNumber($"{account.Key.AccountAlias}Id", account.Key.Account);
            }

            variables.WriteNumber("timeout", (int)nrqlTimeout.TotalSeconds);
            foreach (var query in queries)
            {
                variables.WriteString(query.Alias, query.QueryId ?? query.Query.Nrql.Text);
            }
        });
    }

    private static void Append(StringBuilder declared, StringBuilder body, IEnumerable<PendingQuery> queries)
    {
        foreach (var query in queries)
        {
            if (query.QueryId is null)
            {
                declared.Append($", ${query.Alias}: Nrql!");
                body.Append($" {query.Alias}: nrql(query: ${query.Alias}, timeout: $timeout{(query.Query.Async ? ", async: true" : "")}){{{Fields}}}");
            }
            else
            {
                declared.Append($", ${query.Alias}: ID!");
                body.Append($" {query.Alias}: nrqlQueryProgress(queryId: ${query.Alias}){{{Fields}}}");
            }
        }
    }

    /// <summary>The cheapest question that needs a good key.</summary>
    public static byte[] Probe(int accountId) => Write("query($accountId: Int!){actor{account(id: $accountId){id}}}", variables => variables.WriteNumber("accountId", accountId));

    /// <summary>A deployment event; the entity is found by its name, written as a literal of the search as in NRQL.</summary>
    public static byte[] Mark(ChangeMarker marker) => Write(
        "mutation($event: ChangeTrackingCreateEventInput!){changeTrackingCreateEvent(changeTrackingEvent: $event){changeTrackingEvent{changeTrackingId} messages}}",
        variables =>
        {
            variables.WriteStartObject("event");
            variables.WriteStartObject("categoryAndTypeData");
            variables.WriteStartObject("kind");
            variables.WriteString("category", "DEPLOYMENT");
            variables.WriteString("type", "CANARY");
            variables.WriteEndObject();
            variables.WriteStartObject("categoryFields");
            variables.WriteStartObject("deployment");
            variables.WriteString("version", marker.Version);
            variables.WriteString("deepLink", marker.DeepLink);
            WriteKnown(variables, "commit", marker.Commit);
            WriteKnown(variables, "changelog", marker.Changelog);
            variables.WriteEndObject();
            variables.WriteEndObject();
            variables.WriteEndObject();
            variables.WriteStartObject("entitySearch");
            variables.WriteString("query", $"name = {NrqlLiteral.Text(marker.Service)} AND type = 'APPLICATION' AND domain = 'APM'");
            variables.WriteEndObject();
            variables.WriteString("shortDescription", marker.ShortDescription);
            variables.WriteString("description", marker.Description);
            variables.WriteString("groupId", marker.GroupId);
            variables.WriteString("user", marker.User);
            variables.WriteNumber("timestamp", marker.At.ToUnixTimeMilliseconds());
            variables.WriteEndObject();
        });

    private static void WriteKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static byte[] Write(string document, Action<Utf8JsonWriter> variables)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("query", document);
            writer.WriteStartObject("variables");
            variables(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
