namespace GateService.Core.Policies.Telemetry;

/// <summary>Every kind of telemetry a policy can name. A new one is a file like its siblings and a line here.</summary>
public static class TelemetryKinds
{
    public static IReadOnlyList<TelemetrySource> All { get; } =
    [
        ApmHttp.Source, ApmGrpc.Source, ApmBackground.Source, OtelSpans.Source, OtelConsumers.Source, OtelMetrics.Source, IstioMetrics.Source, GatewayLog.Source, NginxLog.Source,
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(source => source.Kind)];

    public static TelemetrySource? Find(string kind) => All.FirstOrDefault(source => source.Kind == kind);

    /// <summary>The kind that a policy means which names an event type alone: the first of that type; a team's own events are described as an agent describes them.</summary>
    public static TelemetrySource Of(string eventType) => All.FirstOrDefault(source => source.EventType == eventType) ?? ApmHttp.Source;
}
