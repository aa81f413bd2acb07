namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Where the lines of a service's log stand in New Relic, and what they say: in the names of New Relic's agents (logs in context), of its Fluent Bit for Kubernetes and of
/// OpenTelemetry's logs. Of several attributes the first that a line carries counts; the error condition is reviewed NRQL.
/// </summary>
/// <seealso href="https://docs.newrelic.com/docs/logs/logs-context/get-started-logs-context/">Logs in context: entity.name, hostname, level, message, trace.id.</seealso>
/// <seealso href="https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-best-practices-logs/">OTLP log records: severity.text, severity.number, resource attributes.</seealso>
public sealed record LogSource
{
    /// <summary>As agents, Fluent Bit and OpenTelemetry send them.</summary>
    public static LogSource Usual { get; } = new();

    /// <summary>Levels of an error and worse, in small letters: of log4j, logback, java.util.logging, Serilog, zap, winston, Python, Monolog and syslog.</summary>
    public static IReadOnlyList<string> ErrorLevels { get; } = ["error", "err", "fatal", "critical", "crit", "alert", "emergency", "emerg", "panic", "dpanic", "severe"];

    /// <summary>Name of the configured New Relic account the lines are in; null is that of the requests.</summary>
    public string? Account { get; init; }

    public string EventType { get; init; } = "Log";

    /// <summary>Which lines count at all; null takes every line of the service.</summary>
    public string? Where { get; init; }

    /// <summary>Attributes that may name the service; a line that carries none of them is told by its pod.</summary>
    public IReadOnlyList<string> ServiceAttributes { get; init; } = ["entity.name", "service.name"];

    /// <summary>Attributes that may name the namespace; a line that carries none of them is not refused.</summary>
    public IReadOnlyList<string> NamespaceAttributes { get; init; } = ["k8s.namespace.name", "namespace_name"];

    /// <summary>Attributes that may name the cluster; a line that carries none of them counts where its pod serves requests there.</summary>
    public IReadOnlyList<string> ClusterAttributes { get; init; } = ["k8s.cluster.name", "cluster_name"];

    /// <summary>Attributes that may name the pod: a container's host name is its pod's.</summary>
    public IReadOnlyList<string> PodAttributes { get; init; } = ["k8s.pod.name", "pod_name", "hostname", "host.name"];

    /// <summary>Attributes that may hold the level.</summary>
    public IReadOnlyList<string> LevelAttributes { get; init; } = ["level", "severity.text", "severity", "log.level"];

    /// <summary>Attributes that may hold the message.</summary>
    public IReadOnlyList<string> MessageAttributes { get; init; } = ["message"];

    /// <summary>An error line, where the policy says so itself; null: by its level, OpenTelemetry's severity number from 17 on, and numeric levels from 50 on (pino, bunyan).</summary>
    public string? Error { get; init; }
}
