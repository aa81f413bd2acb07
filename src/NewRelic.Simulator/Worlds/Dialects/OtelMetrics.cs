using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>Metrics over OTLP, one distribution per minute, pod, route and status; never sampled. No spans: what a service is judged by must be in them.</summary>
internal abstract class OtelMetrics : Dialect
{
    /// <summary>Bounds the conventions advise, in seconds.</summary>
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    public override string Language => "java";

    public override IReadOnlyList<Protocol> Protocols => [Protocol.Http, Protocol.Grpc];

    public override bool TellsMinutes => true;

    public override string ProbePath => "/healthz";

    public override void Tell(List<SimulatedEvent> events, Work work)
    {
    }

    public sealed override void TellMinute(List<SimulatedEvent> events, PodMinute minute)
    {
        // Jobs have no metric of their own in these conventions' stable part.
        foreach (var served in minute.Works.Where(work => work.Protocol != Protocol.Queue).GroupBy(work => (work.Protocol, work.Route.Method, work.Route.Template, work.Route.Service, work.Route.Rpc, work.Status, Type: Otel.Failed(work) ? ErrorType(work) : null)))
        {
            events.Add(Metric(minute, Served(served.First()), [.. served.Select(work => work.Duration)]));
        }

        foreach (var called in minute.Works.SelectMany(work => work.Externals).Where(call => call.Kind == CallKind.Http).GroupBy(call => (call.Host, call.Status, call.Unanswered ? call.Fault!.Class : null)))
        {
            if (Called(called.First()) is { } metric)
            {
                events.Add(Metric(minute, metric, [.. called.Select(call => call.Duration)]));
            }
        }
    }

    /// <summary>Name, unit and attributes of what a work counts in.</summary>
    protected abstract (string Name, string Unit, Shape Attributes) Served(Work work);

    /// <summary>The same of a call; null: it counts in none.</summary>
    protected abstract (string Name, string Unit, Shape Attributes)? Called(Call call);

    protected static string ErrorType(Work work) => work.Fault is { Thrown: true } fault ? fault.Class : $"{work.Status}";

    protected static (string Name, string Unit, Shape Attributes) Rpc(Work work) =>
        ("rpc.server.duration", "ms", new Shape().Rpc(work.Route.Service, work.Route.Rpc, work.Status));

    private static SimulatedEvent Metric(PodMinute minute, (string Name, string Unit, Shape Attributes) metric, List<double> seconds)
    {
        var scale = metric.Unit == "ms" ? 1000 : 1;
        var counts = new double[Bounds.Length + 1];
        foreach (var value in seconds)
        {
            var above = Array.FindIndex(Bounds, bound => value <= bound);
            counts[above < 0 ? Bounds.Length : above]++;
        }

        return Event("Metric", minute.Begin, Otel.Resource(minute.Fleet, minute.Pod)
            .Set("metricName", metric.Name).Set("unit", metric.Unit).Set("newrelic.source", "api.metrics.otlp").Set("endTimestamp", minute.Begin + PodMinute.Length)
            .Set(metric.Attributes.ToArray())
            .Set(metric.Name, Distribution.Between([.. Bounds.Select(bound => bound * scale)], counts, seconds.Sum() * scale, seconds.Min() * scale, seconds.Max() * scale)));
    }
}
