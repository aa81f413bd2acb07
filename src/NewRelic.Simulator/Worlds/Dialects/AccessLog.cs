using System.Globalization;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>What an access log of an ingress has in common: it sees every request from outside, also those no pod ever saw, and neither probes nor jobs.</summary>
internal static class AccessLog
{
    public const string Controller = "ingress";

    /// <summary>What New Relic's Fluent Bit adds in Kubernetes: the pod is the ingress', never the service's.</summary>
    public static Shape Origin(Work work, string pod, string message) => new Shape()
        .Set("message", message).Set("cluster_name", work.Cluster).Set("namespace_name", Controller).Set("pod_name", pod).Set("container_name", "proxy").Set("newrelic.source", "api.logs");

    public static bool Sees(Work work) => work is { Kind: WorkKind.User } && work.Protocol != Protocol.Queue;

    /// <summary>The canary has a Service of its own.</summary>
    public static string Backend(Work work) => work.IsCanary ? $"{work.Fleet.AppName}-canary" : work.Fleet.AppName;

    public static string Upstream(Work work) => $"{Identity.Address(work.Pod.Name)}:8080";

    public static string Path(Work work) => work.Protocol == Protocol.Grpc ? $"/{work.Route.Service}/{work.Route.Rpc}" : work.Route.Path;

    /// <summary>gRPC answers 200 and says the rest in trailers.</summary>
    public static int Status(Work work) => work.Protocol == Protocol.Grpc ? 200 : work.Status;

    public static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
