namespace GateService.Core.Policies.Telemetry;

/// <summary>gRPC calls that a service with one of New Relic's agents answers: web transactions, whose code stands where each agent puts it.</summary>
public static class ApmGrpc
{
    public const string Name = "apm-grpc";

    public static TelemetrySource Source { get; } = ApmHttp.Source with { Kind = Name };
}
