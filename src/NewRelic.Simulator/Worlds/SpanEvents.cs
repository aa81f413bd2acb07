using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>The spans of one traced request: its entry and every outgoing call.</summary>
internal static class SpanEvents
{
    /// <summary>An agent cuts long traces.</summary>
    private const int MostCalls = 20;

    public static void Write(
        List<SimulatedEvent> events, Fleet fleet, Pod pod, RequestOutcome outcome, long moment, (string Name, string Trace, string Guid) request, Dice dice)
    {
        var entry = dice.Hex();
        events.Add(new SimulatedEvent("Span", moment, new AttributeList(
        [
            .. Shared(fleet, pod, request.Trace, request.Guid, entry),
            new("name", request.Name), new("category", "generic"), new("nr.entryPoint", true), new("span.kind", "server"), new("duration", outcome.Duration),
        ])));
        WriteCalls(events, outcome.Database, (call, failure) => new SimulatedEvent("Span", moment, new AttributeList(
        [
            .. Shared(fleet, pod, request.Trace, request.Guid, dice.Hex()), .. Call(entry, call, outcome.Database.Count, failure),
            new("name", "Datastore/statement/Postgres/orders/select"), new("category", "datastore"), new("db.system", "postgresql"), new("db.operation", "select"),
            new("db.collection", "orders"), new("server.address", $"postgres.{fleet.Namespace}.svc.cluster.local"), new("peer.hostname", $"postgres.{fleet.Namespace}.svc.cluster.local"),
        ])));
        foreach (var (host, calls) in new[] { ("payments-api", outcome.Payments), ("inventory-api", outcome.Inventory) })
        {
            var address = $"{host}.{fleet.Namespace}.svc.cluster.local";
            WriteCalls(events, calls, (call, failure) => new SimulatedEvent("Span", moment, new AttributeList(
            [
                .. Shared(fleet, pod, request.Trace, request.Guid, dice.Hex()), .. Call(entry, call, calls.Count, failure),
                new("name", $"External/{address}/POST"), new("category", "http"), new("http.url", $"http://{address}/"), new("http.request.method", "POST"),
                new("server.address", address), new("peer.hostname", address),
                .. failure is null ? new[] { KeyValuePair.Create("http.statusCode", (object)200L) } : calls.Status is { } status ? [KeyValuePair.Create("http.statusCode", (object)(long)status)] : [],
            ])));
        }
    }

    /// <summary>Only the last call fails; those before it were retries or other questions.</summary>
    private static void WriteCalls(List<SimulatedEvent> events, Calls calls, Func<double, Failure?, SimulatedEvent> span)
    {
        for (var i = 0; i < Math.Min(calls.Count, MostCalls); i++)
        {
            events.Add(span(calls.Duration, i == Math.Min(calls.Count, MostCalls) - 1 ? calls.Failure : null));
        }
    }

    private static IEnumerable<KeyValuePair<string, object>> Shared(Fleet fleet, Pod pod, string trace, string request, string guid) =>
        [.. fleet.Origin(pod), new("trace.id", trace), new("traceId", trace), new("transactionId", request), new("guid", guid)];

    private static IEnumerable<KeyValuePair<string, object>> Call(string entry, double duration, int count, Failure? failure)
    {
        yield return new("parentId", entry);
        yield return new("span.kind", "client");
        yield return new("duration", duration / count);
        yield return new("duration.ms", 1000 * duration / count);
        if (failure is not null)
        {
            yield return new("error.class", failure.Type);
            yield return new("error.message", failure.Message);
            yield return new("otel.status_code", "ERROR");
        }
    }
}
