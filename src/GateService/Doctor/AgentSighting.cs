namespace GateService.Doctor;

/// <summary>What transactions of New Relic's agents tell of a service.</summary>
/// <param name="Agents">Who sent them, the one of most rows first.</param>
/// <param name="Web">Web transactions, probes included.</param>
/// <param name="Background">Background work.</param>
/// <param name="Grpc">Web transactions that are gRPC calls.</param>
internal sealed record AgentSighting(IReadOnlyList<string> Agents, double Web, double Background, double Grpc)
{
    public static AgentSighting None { get; } = new([], 0, 0, 0);

    /// <summary>Its calls are gRPC for the most part.</summary>
    public bool IsGrpc => Grpc > 0.5 * Web;
}
