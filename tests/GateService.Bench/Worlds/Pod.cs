namespace GateService.Bench.Worlds;

/// <summary>One pod's requests from a bucket on, negative ones before the rollout.</summary>
/// <param name="Stable">Number of the stable pod; null for the canary.</param>
internal readonly record struct Pod(int? Stable, int From, double[] Requests);
