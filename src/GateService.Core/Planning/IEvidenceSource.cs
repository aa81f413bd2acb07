using GateService.Core.Evidence;

namespace GateService.Core.Planning;

/// <summary>Where evidence comes from. Troubles of the source are evidence too (<see cref="SliceEvidence.Unavailable"/>), never exceptions.</summary>
public interface IEvidenceSource
{
    /// <summary>Gathers evidence for every objective of the plan.</summary>
    /// <param name="budget">How long it may take.</param>
    Task<GateEvidence> GatherAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct);
}
