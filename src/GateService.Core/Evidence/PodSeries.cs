namespace GateService.Core.Evidence;

/// <summary>One stable pod before and during the rollout: what healthy pods of this service look like side by side.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Cells">Cell by cell, oldest first, empty ones included; all pods of an objective have the same cells.</param>
public sealed record PodSeries(string Pod, IReadOnlyList<Bucket> Cells);
