using System.Globalization;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>
/// The access log of ingress-nginx as New Relic's built-in rule parses it (<c>logtype</c> nginx): every value a text, and the backend in the line alone.
/// The client that hung up is 499.
/// </summary>
internal sealed class NginxDialect : Dialect
{
    public override string Name => "gateway-nginx";

    public override string Language => "php";

    public override IReadOnlyList<Protocol> Protocols => [Protocol.Http];

    public override void TellUnserved(List<SimulatedEvent> events, Work work) => Tell(events, work);

    public override void Tell(List<SimulatedEvent> events, Work work)
    {
        if (!AccessLog.Sees(work))
        {
            return;
        }

        var (sent, time) = (work.Fault is { Cause: Cause.HungUp } ? "0" : "840", AccessLog.Seconds(work.Duration));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(work.Moment).UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var line = $"203.0.113.7 - - [{at}] \"{work.Route.Method} {work.Route.Path} HTTP/1.1\" {work.Status} {sent} \"-\" \"{work.UserAgent}\" 120 {time} "
            + $"[{work.Fleet.Namespace}-{AccessLog.Backend(work)}-80] [] {AccessLog.Upstream(work)} {(work.Served ? "840" : "0")} {time} {(work.Served ? work.Status : 502)} {work.Trace}";
        events.Add(Event("Log", work.Moment, Truth(AccessLog.Origin(work, "ingress-nginx-controller-7d5c", line)
            .Set("logtype", "nginx").Set("clientip", "203.0.113.7").Set("ident", "-").Set("auth", "-").Set("verb", work.Route.Method).Set("request", work.Route.Path).Set("httpversion", "1.1")
            .Set("response", $"{work.Status}").Set("bytes", sent).Set("referrer", "\"-\"").Set("agent", $"\"{work.UserAgent}\""), work)));
    }
}
