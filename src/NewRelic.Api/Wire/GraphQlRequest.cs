using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NewRelic.Api.Wire;

/// <summary>Writes the one GraphQL document that carries a batch: an alias per query, every value a variable.</summary>
internal static class GraphQlRequest
{
    private const string Fields =
        "results totalResult otherResult metadata{messages timeWindow{begin end}} queryProgress{completed queryId retryAfter retryDeadline}";

    public static byte[] Batch(int accountId, TimeSpan nrqlTimeout, IReadOnlyList<PendingQuery> queries)
    {
        var declared = new StringBuilder("query($accountId: Int!, $timeout: Seconds");
        var body = new StringBuilder();
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

        return Write($"{declared}){{actor{{account(id: $accountId){{{body} }}}}}}", variables =>
        {
            variables.WriteNumber("accountId", accountId);
            variables.WriteNumber("timeout", (int)nrqlTimeout.TotalSeconds);
            foreach (var query in queries)
            {
                variables.WriteString(query.Alias, query.QueryId ?? query.Query.Nrql.Text);
            }
        });
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
