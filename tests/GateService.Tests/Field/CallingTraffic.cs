using System.Globalization;
using System.Text.Json;

namespace GateService.Tests.Field;

/// <summary>
/// Requests of one slice that call other services, as New Relic's agent for .NET tells them: the request, its error beside it, and, of those that failed and of a few
/// others, the call. Every message has a moment and a number of its own, and some have names.
/// </summary>
/// <param name="Pods">Of the slice.</param>
/// <param name="PerMinute">Requests.</param>
/// <param name="From">Minutes since the rollout began.</param>
internal sealed record CallingTraffic(IReadOnlyList<string> Pods, int PerMinute, double From)
{
    private const int CallsTraced = 20;

    public required string Service { get; init; }

    /// <summary>Share of the requests that each of these peers fails.</summary>
    public IReadOnlyDictionary<string, double> Peers { get; init; } = new Dictionary<string, double>();

    /// <summary>From which minute on they do.</summary>
    public double PeersFrom { get; init; } = -FieldRollout.Past;

    /// <summary>Until which minute.</summary>
    public double PeersTo { get; init; } = FieldRollout.Until;

    /// <summary>Share of the requests that fail with an exception of its own kind, from a minute on: its class, what it says, and the datastore whose call failed in it, if any.</summary>
    public (double Share, double From, string Type, string Message, string? Datastore)? Thrown { get; init; }

    /// <summary>Share of the requests that fail by a bug of the service's own.</summary>
    public double Own { get; init; }

    /// <summary>Share of the requests that fail because payments-api fails at what it is sent, and are answered as an error of the service's own.</summary>
    public double Misrouted { get; init; }

    /// <summary>The status of that call.</summary>
    public int Answer { get; init; } = 501;

    public IEnumerable<string> Lines(int seed)
    {
        var dice = new Random(seed);
        var count = (int)(PerMinute * (FieldRollout.Until - From));
        for (var i = 0; i < count; i++)
        {
            var minute = From + ((FieldRollout.Until - From) * dice.NextDouble());
            var (at, pod, id) = (FieldRollout.Begin.AddMinutes(minute), Pods[dice.Next(Pods.Count)], string.Create(CultureInfo.InvariantCulture, $"{seed}-{i}"));
            var (drawn, failed) = (dice.NextDouble(), (string?)null);
            foreach (var (peer, share) in minute >= PeersFrom && minute < PeersTo ? Peers : new Dictionary<string, double>())
            {
                failed ??= drawn < share ? peer : null;
                drawn -= share;
            }

            var isOwn = failed is null && drawn >= 0 && drawn < Own;
            var isMisrouted = failed is null && drawn >= Own && drawn < Own + Misrouted;
            var isThrown = failed is null && !isOwn && !isMisrouted && Thrown is { } thrown && minute >= thrown.From && dice.NextDouble() < thrown.Share;
            foreach (var line in isThrown ? Throw(at, pod, id) : Request(at, pod, id, failed, isOwn, isMisrouted, isTraced: failed is not null || isOwn || isMisrouted || i % CallsTraced == 0))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Throw(DateTimeOffset at, string pod, string id)
    {
        var (_, _, type, message, datastore) = Thrown!.Value;
        yield return Line("Transaction", at, pod, ("guid", id), ("duration", 0.1), ("http.statusCode", 500), ("error", true), ("transactionType", "Web"), ("errorType", type), ("errorMessage", message));
        yield return Line("TransactionError", at, pod, ("guid", id), ("error.class", type), ("error.message", message), ("http.statusCode", 500));
        if (datastore is not null)
        {
            yield return Line("Span", at, pod, ("transactionId", id), ("traceId", $"t{id}"), ("guid", $"c{id}"), ("category", "datastore"), ("span.kind", "client"), ("duration", 5), ("db.instance", datastore), ("error.class", type));
        }
    }

    private IEnumerable<string> Request(DateTimeOffset at, string pod, string id, string? failed, bool isOwn, bool isMisrouted, bool isTraced)
    {
        var (type, status, message) = failed is not null ? ("System.Net.Http.HttpRequestException", 503, $"no answer to order {Named(id)} at {at:yyyy-MM-ddTHH:mm:ss.fffZ}")
            : isMisrouted ? ("System.Net.Http.HttpRequestException", 500, "payments-api has no such route")
            : isOwn ? ("Retail.PriceMissingException", 500, $"no price of {Named(id)} chair in order {id}") : (null, 200, null);
        yield return Line("Transaction", at, pod, ("guid", id), ("duration", 0.1), ("http.statusCode", status), ("error", type is not null), ("transactionType", "Web"), ("errorType", type), ("errorMessage", message));
        if (type is not null)
        {
            yield return Line("TransactionError", at, pod, ("guid", id), ("error.class", type), ("error.message", message), ("http.statusCode", status));
        }

        if (isTraced)
        {
            yield return Line("Span", at, pod, ("transactionId", id), ("traceId", $"t{id}"), ("guid", $"c{id}"), ("category", "http"), ("span.kind", "client"), ("duration", 0.02),
                ("server.address", failed ?? "payments-api"), ("http.statusCode", failed is not null ? 503 : isMisrouted ? Answer : 200));
        }
    }

    /// <summary>A number in letters, which nobody can tell from a name.</summary>
    private static string Named(string id) => string.Concat(id.Select(digit => char.IsDigit(digit) ? (char)('g' + digit - '0') : 'x'));

    private string Line(string eventType, DateTimeOffset at, string pod, params (string Name, object? Value)[] says) => JsonSerializer.Serialize(
        says.Prepend(("k8s.podName", pod)).Prepend(("k8s.namespaceName", "retail")).Prepend(("appName", Service)).Prepend(("timestamp", at.ToUnixTimeMilliseconds())).Prepend(("eventType", eventType))
            .Where(said => said.Item2 is not null).ToDictionary(said => said.Item1, said => said.Item2));
}
