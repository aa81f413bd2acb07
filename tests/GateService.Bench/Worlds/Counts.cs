namespace GateService.Bench.Worlds;

/// <summary>Bad requests of a pod bucket by bucket.</summary>
/// <param name="Compared">Those that count in the comparison with stable where they are others; else null.</param>
internal readonly record struct Counts(double[] Bad, double[]? Compared);
