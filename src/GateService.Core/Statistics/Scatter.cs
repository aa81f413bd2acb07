namespace GateService.Core.Statistics;

/// <summary>What is believed of the scatter of healthy buckets before any is seen.</summary>
public sealed record Scatter
{
    public static Scatter Counts { get; } = new();

    public static Scatter Means { get; } = new() { Tau = 0.05 };

    /// <summary>φ: variance of a count over its mean; 1 for independent events, 3 counts only every third one.</summary>
    public double Phi { get; init; } = 1;

    /// <summary>τ: two healthy slices may differ by about this much in any bucket, however large the traffic, so that a bucket carries at most 1/τ² effective events.</summary>
    public double Tau { get; init; } = 0.2;

    /// <summary>ν: how many pairs of cells the prior is worth.</summary>
    public double PriorWeight { get; init; } = 10;

    /// <summary>A single pair counts as at most this much, so that one jump does not blind the judge.</summary>
    public double Winsor { get; init; } = 20;

    /// <summary>φ̂: how many events come at once, so that a bucket of a few such clusters tells no more than they do. 0 where nobody knows. See <see cref="PodScatter"/>.</summary>
    public double Clusters { get; init; }

    internal double TauSquared => Tau * Tau;

    /// <summary>D (φ + τ² v), but at least φ̂ + τ² v: what the log likelihood ratio of a bucket is divided by, slow imbalance apart.</summary>
    /// <param name="dispersion">D.</param>
    /// <param name="information">v of its cell.</param>
    internal double Deflation(double dispersion, double information) => Math.Max(dispersion * (Phi + (TauSquared * information)), Clusters + (TauSquared * information));
}
