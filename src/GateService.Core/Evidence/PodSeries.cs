namespace GateService.Core.Evidence;

/// <summary>One pod: of stable before and during the rollout, which shows what healthy pods of this service look like side by side; or of the canary since it began.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Cells">Cell by cell, oldest first, empty ones included; all pods of an objective and a slice have the same cells.</param>
public sealed record PodSeries(string Pod, IReadOnlyList<Bucket> Cells)
{
    /// <summary>Name of what is no pod but all that are not among the busiest together.</summary>
    public const string Others = "others";
}
