namespace GateService.Core.Evidence;

/// <summary>Of which Kubernetes clusters the requests of one slice are; what was not asked is empty or zero.</summary>
/// <param name="Names">Clusters seen, in ordinal order; a few where there are many.</param>
/// <param name="Most">The most clusters seen at a time; more than <paramref name="Names"/> where not all could be named.</param>
/// <param name="Requests">Of the slice.</param>
/// <param name="Unnamed">Those that say no cluster.</param>
public sealed record ClusterCount(IReadOnlyList<string> Names, double Most, double Requests, double Unnamed)
{
    public static ClusterCount None { get; } = new([], 0, 0, 0);
}
