using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>What an APM agent sends of one request: Transaction, for an error TransactionError, and for a sampled tenth its spans.</summary>
internal static class RequestEvents
{
    private const double SampledSpans = 0.1;
    private const double ApdexThreshold = 0.5;

    private static readonly (string Method, string Uri)[] Routes = [("GET", "/cart"), ("POST", "/orders"), ("GET", "/items/42"), ("GET", "/prices")];

    public static void Write(List<SimulatedEvent> events, Fleet fleet, Pod pod, RequestOutcome outcome, long moment, Dice dice)
    {
        var (method, uri) = dice.Pick(Routes);
        var (name, trace, guid) = ($"WebTransaction/MVC{uri}", dice.Hex() + dice.Hex(), dice.Hex());
        List<KeyValuePair<string, object>> attributes =
        [
            .. fleet.Origin(pod),
            new("name", name), new("transactionType", "Web"), new("duration", outcome.Duration), new("webDuration", outcome.Duration),
            new("databaseDuration", outcome.Database.Duration), new("databaseCallCount", (long)outcome.Database.Count),
            new("apdexPerfZone", Zone(outcome)), new("error", outcome.Failure is not null), new("http.statusCode", (long)outcome.Status),
            new("request.method", method), new("request.uri", uri), new("traceId", trace), new("guid", guid),
        ];
        if (outcome.ExternalCalls > 0)
        {
            attributes.Add(new("externalDuration", outcome.ExternalDuration));
            attributes.Add(new("externalCallCount", (long)outcome.ExternalCalls));
        }

        if (outcome.Failure is { } failure)
        {
            attributes.Add(new("errorType", failure.Type));
            attributes.Add(new("errorMessage", failure.Message));
            attributes.Add(new("simulator.origin", failure.Origin));
            events.Add(Error(fleet, pod, outcome.Duration, failure, moment, name, trace, guid));
        }

        events.Add(new SimulatedEvent("Transaction", moment, new AttributeList([.. attributes])));
        if (dice.Chance(SampledSpans))
        {
            SpanEvents.Write(events, fleet, pod, outcome, moment, (name, trace, guid), dice);
        }
    }

    /// <summary>A business event of the shop: one in ten requests completes a checkout.</summary>
    public static SimulatedEvent Checkout(Fleet fleet, Pod pod, bool succeeded, long moment, Dice dice) => new("CheckoutCompleted", moment, new AttributeList(
    [
        .. fleet.Origin(pod),
        new("shop", "main"), new("outcome", succeeded ? "ok" : "declined"), new("amount", Math.Round(dice.LogNormal(40, 0.6), 2)),
    ]));

    private static string Zone(RequestOutcome outcome) => outcome switch
    {
        { Failure: not null } or { Duration: > 4 * ApdexThreshold } => "F",
        { Duration: > ApdexThreshold } => "T",
        _ => "S",
    };

    private static SimulatedEvent Error(Fleet fleet, Pod pod, double duration, Failure failure, long moment, string name, string trace, string guid) => new("TransactionError", moment, new AttributeList(
    [
        .. fleet.Origin(pod),
        new("error.class", failure.Type), new("error.message", failure.Message), new("error.expected", false), new("transactionName", name),
        new("duration", duration), new("http.statusCode", (long)failure.Status), new("traceId", trace), new("guid", guid),
    ]));
}
