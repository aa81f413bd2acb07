using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Order statistics of pieces: each spreads evenly, all together are one rising line.</summary>
internal static class Spread
{
    /// <summary>The smallest value that the share of observations does not exceed; NaN without any.</summary>
    public static double Percentile(IReadOnlyList<DistributionPiece> pieces, double percentile)
    {
        var target = percentile / 100 * pieces.Sum(piece => piece.Count);
        if (pieces.Count == 0)
        {
            return double.NaN;
        }

        // Between two neighbouring edges the line is straight; at an edge it may jump by what lies there exactly.
        var edges = pieces.SelectMany(Edges).OrderBy(edge => edge.At).ToList();
        var (reached, slope, at) = (0.0, 0.0, edges[0].At);
        foreach (var edge in edges)
        {
            var next = reached + (slope * (edge.At - at));
            if (next >= target && slope > 0 && edge.At > at)
            {
                return Math.Min(edge.At, at + ((target - reached) / slope));
            }

            (reached, slope, at) = (next + edge.Jump, slope + edge.Slope, edge.At);
            if (reached >= target && edge.Jump > 0)
            {
                return at;
            }
        }

        return at;
    }

    private static IEnumerable<(double At, double Slope, double Jump)> Edges(DistributionPiece piece)
    {
        if (piece.High <= piece.Low)
        {
            return [(piece.Low, 0, piece.Count)];
        }

        var slope = piece.Count / (piece.High - piece.Low);
        return [(piece.Low, slope, 0), (piece.High, -slope, 0)];
    }

    /// <summary>0 to 100; NaN without any.</summary>
    public static double Share(IReadOnlyList<DistributionPiece> pieces, double threshold) => 100 * pieces.Sum(piece => piece.UpTo(threshold)) / pieces.Sum(piece => piece.Count);
}
