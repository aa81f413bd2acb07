namespace GateService.Core.Statistics;

/// <summary>One bucket of counts in both slices. Without a control (blue/green, 100 %) stable's numbers are 0.</summary>
/// <param name="CanaryBad">k_c.</param>
/// <param name="CanaryExposure">n_c.</param>
/// <param name="StableBad">k_s.</param>
/// <param name="StableExposure">n_s.</param>
public readonly record struct CountPair(double CanaryBad, double CanaryExposure, double StableBad, double StableExposure);
