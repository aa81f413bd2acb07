namespace GateService.Core.Statistics;

/// <summary>What one pod says in one block of cells about slow imbalance; blocks and pods add up.</summary>
/// <param name="Products">A = (U² - Σ u²) / V: products of different cells' excesses.</param>
/// <param name="Information">C = max(0, V - Σ v² / V): what A is the variance component of.</param>
/// <param name="Noise">G = C / V: half the variance of A where there is no imbalance.</param>
internal readonly record struct BlockTerms(double Products, double Information, double Noise)
{
    /// <summary>σ² of the worst block among them, where it is beyond chance for certain; else 0.</summary>
    public double Worst { get; init; }

    /// <summary>Blocks that tell something.</summary>
    public int Count { get; init; }

    public static BlockTerms operator +(BlockTerms a, BlockTerms b) =>
        new(a.Products + b.Products, a.Information + b.Information, a.Noise + b.Noise) { Worst = Math.Max(a.Worst, b.Worst), Count = a.Count + b.Count };

    /// <summary>σ²: what persists in these blocks, less so many standard errors of chance; at least 0.</summary>
    /// <param name="standardErrors">Of A.</param>
    /// <param name="dispersion">Variance over mean of a cell.</param>
    public double Variance(double standardErrors, double dispersion) => Math.Max(0, (Products - (standardErrors * dispersion * Math.Sqrt(2 * Noise))) / Math.Max(Information, 1e-9));

    /// <param name="cells">The cells of the block.</param>
    /// <param name="read">A cell's excess u of bad events over what was expected, and its information v; u is clipped to 3 √v + v.</param>
    public static BlockTerms Of(ReadOnlySpan<(double, double)> cells, Func<(double Bad, double Exposure), (double Excess, double Information)> read)
    {
        var (u, uu, v, vv) = (0.0, 0.0, 0.0, 0.0);
        foreach (var cell in cells)
        {
            var (excess, information) = read(cell);
            var most = (3 * Math.Sqrt(information)) + information;
            var clipped = Math.Max(-most, Math.Min(most, excess));
            (u, uu, v, vv) = (u + clipped, uu + (clipped * clipped), v + information, vv + (information * information));
        }

        if (v <= 0)
        {
            return default;
        }

        // Rounding can leave V - Σ v²/V at -1e-17, and a root is taken of it later.
        var known = Math.Max(0, v - (vv / v));
        return new BlockTerms(((u * u) - uu) / v, known, known / v);
    }
}
