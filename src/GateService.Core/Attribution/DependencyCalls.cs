using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>Traced calls of both slices to one dependency, bucket by bucket.</summary>
/// <param name="Dependency">As the telemetry names it.</param>
/// <param name="IsDatastore">A database, cache or the like.</param>
/// <param name="Canary">Of the canary.</param>
/// <param name="Stable">Of stable.</param>
public sealed record DependencyCalls(string Dependency, bool IsDatastore, IReadOnlyList<CallBucket> Canary, IReadOnlyList<CallBucket> Stable);

/// <summary>Calls of one slice in one bucket.</summary>
/// <param name="Calls">All traced calls.</param>
/// <param name="Duration">Of all of them, in seconds.</param>
/// <param name="Failed">Of the failed ones, in seconds: its size is how many failed.</param>
public readonly record struct CallBucket(double Calls, SampleMean Duration, SampleMean Failed);
