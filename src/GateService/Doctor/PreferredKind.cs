using GateService.Core.Policies.Telemetry;

namespace GateService.Doctor;

/// <summary>
/// By which kind a service should be judged that is held by several: users' requests before background work; who tells of pods, calls and statuses before who counts at the edge;
/// never spans that were kept by how they ended where a metric counts every request.
/// </summary>
internal static class PreferredKind
{
    /// <summary>Null where there is none.</summary>
    /// <param name="sightings">In the order of <see cref="TelemetryCandidate.All"/>.</param>
    /// <param name="agents">Whether the transactions are gRPC.</param>
    public static KindSighting? Of(IReadOnlyList<KindSighting> sightings, AgentSighting agents)
    {
        var there = sightings.Where(sighting => sighting.IsThere && sighting.Kind != (agents.IsGrpc ? ApmHttp.Name : ApmGrpc.Name)).ToList();
        return there.Find(sighting => !sighting.IsTailSampled && !IsUnused(sighting, agents)) ?? there.FirstOrDefault();
    }

    /// <summary>A few web requests beside a worker's messages are its own probes or metrics, and not what it is for.</summary>
    private static bool IsUnused(KindSighting sighting, AgentSighting agents) => sighting.Kind is ApmHttp.Name or ApmGrpc.Name && sighting.Requests < 0.01 * agents.Background;
}
