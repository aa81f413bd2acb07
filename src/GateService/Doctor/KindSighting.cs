namespace GateService.Doctor;

/// <summary>What New Relic holds of a service by one kind of telemetry.</summary>
/// <param name="Candidate">Which kind.</param>
/// <param name="Requests">That are judged: without probes, and without background work where requests are meant.</param>
/// <param name="Untold">Of these, the ones that do not tell how they ended.</param>
/// <param name="Timed">Of these, the ones that tell how long they took.</param>
/// <param name="TailSampled">Of these, the ones that were kept by how they ended.</param>
/// <param name="Trouble">Why it is not known; null where New Relic answered.</param>
internal sealed record KindSighting(TelemetryCandidate Candidate, double Requests, double Untold, double Timed, double TailSampled, string? Trouble)
{
    private const double Many = 0.1;

    public string Kind => Candidate.Kind;

    public bool IsThere => Requests > 0;

    /// <summary>Too many do not tell how they ended for their errors to be all there are.</summary>
    public bool IsBlind => Untold > Many * Requests;

    /// <summary>None tells how long it took.</summary>
    public bool IsTimeless => IsThere && Timed <= 0;

    /// <summary>No share of them is a rate.</summary>
    public bool IsTailSampled => TailSampled > 0;
}
