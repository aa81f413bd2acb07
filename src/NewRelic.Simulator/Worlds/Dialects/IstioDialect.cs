using System.Globalization;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>
/// Istio's metrics as New Relic's Prometheus integration sends them: counters by pod, reporter and response code (a text), latency as cumulative buckets.
/// The sidecar does not tell probes: the kubelet asks it, and it asks the application.
/// </summary>
internal sealed class IstioDialect : Dialect
{
    private static readonly double[] Bounds = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

    public override string Name => "istio";

    public override string Language => "java";

    public override IReadOnlyList<Protocol> Protocols => [Protocol.Http, Protocol.Grpc];

    public override bool TellsMinutes => true;

    public override void Tell(List<SimulatedEvent> events, Work work)
    {
    }

    public override void TellMinute(List<SimulatedEvent> events, PodMinute minute)
    {
        Tell(events, minute, minute.Works, "destination");
        // What a pod never saw only its caller's proxy can tell; the other calls it tells as well.
        Tell(events, minute, [.. minute.Works, .. minute.Unserved], "source");
    }

    private static void Tell(List<SimulatedEvent> events, PodMinute minute, IEnumerable<Work> works, string reporter)
    {
        foreach (var answer in works.Where(AccessLog.Sees).GroupBy(work => (work.Protocol, Status: AccessLog.Status(work), Code: work.Protocol == Protocol.Grpc ? work.Status : 0, Flags: Flags(work))))
        {
            Shape Counted(string metric, double value) => Labels(minute, reporter)
                .Set("request_protocol", answer.Key.Protocol == Protocol.Grpc ? "grpc" : "http").Set("response_code", answer.Key.Flags == "DC" ? "0" : $"{answer.Key.Status}").Set("response_flags", answer.Key.Flags)
                .Set("grpc_response_status", answer.Key.Protocol == Protocol.Grpc ? $"{answer.Key.Code}" : null)
                .Set("metricName", metric).Set("nrMetricType", "count").Set("promMetricType", "counter").Set("endTimestamp", minute.Begin + PodMinute.Length).Set(metric, value);
            var milliseconds = answer.Select(work => work.Duration * 1000).ToList();
            events.Add(Event("Metric", minute.Begin, Counted("istio_requests_total", milliseconds.Count)));
            events.Add(Event("Metric", minute.Begin, Counted("istio_request_duration_milliseconds_sum", milliseconds.Sum())));
            events.Add(Event("Metric", minute.Begin, Counted("istio_request_duration_milliseconds_count", milliseconds.Count)));
            foreach (var bound in Bounds.Append(double.PositiveInfinity))
            {
                var le = double.IsPositiveInfinity(bound) ? "+Inf" : bound.ToString(CultureInfo.InvariantCulture);
                events.Add(Event("Metric", minute.Begin, Counted("istio_request_duration_milliseconds_bucket", milliseconds.Count(value => value <= bound)).Set("le", le)));
            }
        }
    }

    private static string Flags(Work work) => work.Fault is { Cause: Cause.HungUp } ? "DC" : work.Served ? "-" : "UF";

    private static Shape Labels(PodMinute minute, string reporter)
    {
        var (fleet, pod) = (minute.Fleet, minute.Pod);
        var canary = fleet.IsCanary(pod);
        return new Shape()
            .Set("clusterName", fleet.ClusterName).Set("k8s.cluster.name", fleet.ClusterName).Set("instrumentation.provider", "prometheus").Set("newrelic.source", "metricAPI").Set("reporter", reporter)
            .Set("namespaceName", reporter == "source" ? AccessLog.Controller : fleet.Namespace).Set("podName", reporter == "source" ? "istio-ingressgateway-6c8f" : pod.Name).Set("nodeName", Identity.Node)
            .Set("label.rollouts-pod-template-hash", reporter == "source" ? null : pod.Hash)
            .Set("source_workload", "istio-ingressgateway").Set("destination_app", fleet.AppName).Set("destination_service_name", canary ? $"{fleet.AppName}-canary" : fleet.AppName)
            .Set("destination_service", $"{(canary ? $"{fleet.AppName}-canary" : fleet.AppName)}.{fleet.Namespace}.svc.cluster.local").Set("destination_service_namespace", fleet.Namespace)
            .Set("destination_workload", fleet.Rollout).Set("destination_workload_namespace", fleet.Namespace).Set("destination_version", pod.Hash).Set("destination_canonical_service", fleet.AppName);
    }
}
