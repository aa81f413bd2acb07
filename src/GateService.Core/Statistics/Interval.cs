namespace GateService.Core.Statistics;

/// <summary>A confidence interval, both ends inclusive.</summary>
public sealed record Interval(double Low, double High);
