using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Core.Judging.Sequential;

/// <summary>A step of a rollout to come.</summary>
/// <param name="Weight">The canary's share of traffic in percent, above 0 and at most 100.</param>
/// <param name="Length">How long it is held.</param>
public sealed record PlannedStep(double Weight, TimeSpan Length);

/// <summary>What was seen of a service, held against the limits of one step.</summary>
/// <param name="Plan">What was asked.</param>
/// <param name="Evidence">What came of it.</param>
public sealed record PowerLook(EvidencePlan Plan, GateEvidence Evidence);
