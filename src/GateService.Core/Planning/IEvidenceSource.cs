using GateService.Core.Evidence;

namespace GateService.Core.Planning;

/// <summary>Where evidence comes from. Troubles of the source are evidence too (<see cref="SliceEvidence.Unavailable"/>), never exceptions.</summary>
public interface IEvidenceSource
{
    /// <summary>Gathers evidence for every objective of the plan; then, where there is something to explain, what explains it.</summary>
    /// <param name="plan">What must be learnt.</param>
    /// <param name="open">What the first evidence leaves open; asked at most once, where there is more to ask.</param>
    /// <param name="budget">How long all of it may take.</param>
    /// <param name="ct">The caller's own.</param>
    Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct);

    /// <summary>The same evidence and the canary's pods one by one (<see cref="ObjectiveEvidence.CanaryPods"/>), where something would fail and pods may be why.</summary>
    /// <param name="plan">Of the evidence.</param>
    /// <param name="evidence">As it was gathered.</param>
    /// <param name="budget">How long it may take.</param>
    Task<GateEvidence> TellPodsApartAsync(EvidencePlan plan, GateEvidence evidence, TimeSpan budget, CancellationToken ct) => Task.FromResult(evidence);
}
