namespace GateService.Core.Statistics;

/// <summary>Sample size, mean and sample standard deviation of one slice in one bucket.</summary>
public readonly record struct SampleMean(double Size, double Mean, double Deviation);

/// <summary>One bucket of means in both slices. Without a control stable's size is 0.</summary>
public readonly record struct MeanPair(SampleMean Canary, SampleMean Stable);
