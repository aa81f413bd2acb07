using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Worlds;

/// <summary>What an APM agent sends of one request: Transaction, for an error TransactionError, and for a sampled tenth its spans.</summary>
internal static class RequestEvents
{
    private const double SampledSpans = 0.1;
    private const double ApdexThreshold = 0.5;

    private static readonly (string Method, string Uri)[] Routes = [("GET", "/cart"), ("POST", "/orders"), ("GET", "/items/42"), ("GET", "/prices")];

    public static void Write(List<SimulatedEvent> events, Fleet fleet, Pod pod, string dependency, RequestOutcome outcome, long moment, Dice dice)
    {
        var (method, uri) = dice.Pick(Routes);
        var (name, trace, guid) = ($"WebTransaction/MVC{uri}", dice.Hex() + dice.Hex(), dice.Hex());
        List<KeyValuePair<string, object>> attributes =
        [
            .. Origin(fleet, pod),
            new("name", name), new("transactionType", "Web"), new("duration", outcome.Duration), new("webDuration", outcome.Duration),
            new("databaseDuration", outcome.DatabaseDuration), new("databaseCallCount", (long)outcome.DatabaseCalls),
            new("externalDuration", outcome.ExternalDuration), new("externalCallCount", (long)outcome.ExternalCalls),
            new("apdexPerfZone", Zone(outcome)), new("error", outcome.ErrorClass is not null), new("http.statusCode", (long)outcome.Status),
            new("request.method", method), new("request.uri", uri), new("traceId", trace), new("guid", guid),
        ];
        if (outcome.ErrorClass is { } error)
        {
            attributes.Add(new("errorType", error));
            attributes.Add(new("errorMessage", outcome.ErrorMessage!));
            events.Add(Error(fleet, pod, outcome, moment, name, trace, guid));
        }

        events.Add(new SimulatedEvent("Transaction", moment, new AttributeList([.. attributes])));
        if (dice.Chance(SampledSpans))
        {
            events.Add(Datastore(fleet, pod, outcome, moment, trace, dice.Hex()));
            if (outcome.UpstreamStatus is { } status)
            {
                events.Add(External(fleet, pod, dependency, outcome, status, moment, trace, dice.Hex()));
            }
        }
    }

    /// <summary>A business event of the shop: one in ten requests completes a checkout.</summary>
    public static SimulatedEvent Checkout(Fleet fleet, Pod pod, bool succeeded, long moment, Dice dice) => new("CheckoutCompleted", moment, new AttributeList(
    [
        .. Origin(fleet, pod),
        new("shop", "main"), new("outcome", succeeded ? "ok" : "declined"), new("amount", Math.Round(dice.LogNormal(40, 0.6), 2)),
    ]));

    private static KeyValuePair<string, object>[] Origin(Fleet fleet, Pod pod) =>
    [
        new("appName", fleet.AppName), new("host", pod.Name), new("k8s.podName", pod.Name), new("k8s.namespaceName", fleet.Namespace),
        new("k8s.clusterName", Fleet.Cluster), new("k8s.deploymentName", fleet.Rollout),
    ];

    private static string Zone(RequestOutcome outcome) => outcome switch
    {
        { ErrorClass: not null } or { Duration: > 4 * ApdexThreshold } => "F",
        { Duration: > ApdexThreshold } => "T",
        _ => "S",
    };

    private static SimulatedEvent Error(Fleet fleet, Pod pod, RequestOutcome outcome, long moment, string name, string trace, string guid) => new("TransactionError", moment, new AttributeList(
    [
        .. Origin(fleet, pod),
        new("error.class", outcome.ErrorClass!), new("error.message", outcome.ErrorMessage!), new("error.expected", false), new("transactionName", name),
        new("duration", outcome.Duration), new("http.statusCode", (long)outcome.Status), new("traceId", trace), new("guid", guid),
    ]));

    private static SimulatedEvent Datastore(Fleet fleet, Pod pod, RequestOutcome outcome, long moment, string trace, string guid) => new("Span", moment, new AttributeList(
    [
        .. Origin(fleet, pod),
        new("name", "Datastore/statement/Postgres/orders/select"), new("category", "datastore"), new("span.kind", "client"), new("duration", outcome.DatabaseDuration),
        new("duration.ms", outcome.DatabaseDuration * 1000), new("db.system", "postgresql"), new("db.operation", "select"), new("db.collection", "orders"),
        new("server.address", $"postgres.{fleet.Namespace}.svc.cluster.local"), new("peer.hostname", $"postgres.{fleet.Namespace}.svc.cluster.local"),
        new("trace.id", trace), new("traceId", trace), new("guid", guid),
    ]));

    private static SimulatedEvent External(Fleet fleet, Pod pod, string dependency, RequestOutcome outcome, int status, long moment, string trace, string guid)
    {
        List<KeyValuePair<string, object>> attributes =
        [
            .. Origin(fleet, pod),
            new("name", $"External/{dependency}/POST"), new("category", "http"), new("span.kind", "client"), new("duration", outcome.ExternalDuration),
            new("duration.ms", outcome.ExternalDuration * 1000), new("http.url", $"http://{dependency}/charge"), new("http.request.method", "POST"),
            new("http.statusCode", (long)status), new("server.address", dependency), new("peer.hostname", dependency),
            new("trace.id", trace), new("traceId", trace), new("guid", guid),
        ];
        if (status >= 500)
        {
            attributes.Add(new("error.class", outcome.ErrorClass!));
            attributes.Add(new("error.message", outcome.ErrorMessage!));
            attributes.Add(new("otel.status_code", "ERROR"));
        }

        return new SimulatedEvent("Span", moment, new AttributeList([.. attributes]));
    }
}
