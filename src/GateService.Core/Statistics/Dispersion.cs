namespace GateService.Core.Statistics;

/// <summary>
/// Overdispersion: healthy errors come in clusters and jitter, and a likelihood that believes them independent aborts 40 to 83 % of healthy
/// canaries. The log likelihood ratios are divided by d ≥ 1, learnt only from what lay before the bucket (quasi-likelihood, Wedderburn 1974).
/// Dividing by a predictable d ≥ 1 keeps the mean of the e-value at or below 1 (Jensen).
/// </summary>
public static class Dispersion
{
    /// <summary>D_0: the scatter of stable's own past, from successive cells before the rollout; 1 without history.</summary>
    public static double OfHistory<TBucket>(ReadOnlySpan<TBucket> cells, Scatter scatter)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var learnt = new Learning(scatter, prior: 1);
        for (var i = 1; i < cells.Length; i++)
        {
            learnt.See(TBucket.PairStatistic(cells[i - 1], cells[i], scatter.Phi, scatter.TauSquared));
        }

        return learnt.Dispersion;
    }

    /// <summary>Stable's history as cells against its own mean (with half an event, so that a clean hour is not impossible to leave).</summary>
    public static CountBucket[] HistoryCells(ReadOnlySpan<(double Bad, double Exposure)> buckets, int bucketsPerCell)
    {
        var (bad, exposure) = (0.5, 1.0);
        foreach (var bucket in buckets)
        {
            bad += bucket.Bad;
            exposure += bucket.Exposure;
        }

        var against = new CountBucket[buckets.Length];
        for (var i = 0; i < buckets.Length; i++)
        {
            against[i] = new CountBucket(buckets[i].Bad, buckets[i].Exposure, bad / exposure);
        }

        return bucketsPerCell == 1 ? against : Cells<CountBucket>(against, bucketsPerCell);
    }

    /// <summary>
    /// d_t = max(D_t (φ + τ² g v_t), φ̂ + τ² g v_t) + ω_t g v_t for every bucket, with D_t from the complete cells before t and <paramref name="priorDispersion"/>.
    /// </summary>
    /// <param name="buckets">All buckets of the rollout so far.</param>
    /// <param name="scatter">What is believed beforehand.</param>
    /// <param name="priorDispersion">D_0, at least 1.</param>
    /// <param name="bucketsPerCell">g.</param>
    /// <param name="slowImbalance">ω per cell, predictable; empty for none.</param>
    public static double[] Deflation<TBucket>(
        ReadOnlySpan<TBucket> buckets, Scatter scatter, double priorDispersion, int bucketsPerCell, ReadOnlySpan<double> slowImbalance)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var deflation = new double[buckets.Length];
        Deflate(buckets, scatter, priorDispersion, bucketsPerCell, slowImbalance, deflation);
        return deflation;
    }

    /// <summary>D for the bucket that comes after <paramref name="buckets"/>.</summary>
    /// <inheritdoc cref="Deflation"/>
    internal static double OfNext<TBucket>(ReadOnlySpan<TBucket> buckets, Scatter scatter, double priorDispersion, int bucketsPerCell)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var cells = bucketsPerCell == 1 ? buckets : Cells(buckets, bucketsPerCell);
        var learnt = new Learning(scatter, priorDispersion);
        for (var cell = 2; cell <= buckets.Length / bucketsPerCell; cell++)
        {
            learnt.See(TBucket.PairStatistic(cells[cell - 2], cells[cell - 1], scatter.Phi, scatter.TauSquared));
        }

        return learnt.Dispersion;
    }

    /// <summary><see cref="Deflation"/> into <paramref name="deflation"/>.</summary>
    internal static void Deflate<TBucket>(
        ReadOnlySpan<TBucket> buckets, Scatter scatter, double priorDispersion, int bucketsPerCell, ReadOnlySpan<double> slowImbalance, Span<double> deflation)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var cells = bucketsPerCell == 1 ? buckets : Cells(buckets, bucketsPerCell);
        var learnt = new Learning(scatter, priorDispersion);
        for (var t = 0; t < buckets.Length; t++)
        {
            var cell = t / bucketsPerCell;
            if (t % bucketsPerCell == 0 && cell >= 2)
            {
                learnt.See(TBucket.PairStatistic(cells[cell - 2], cells[cell - 1], scatter.Phi, scatter.TauSquared));
            }

            var information = bucketsPerCell * buckets[t].Information;
            var slow = slowImbalance.IsEmpty ? 0 : slowImbalance[cell] * information;
            deflation[t] = scatter.Deflation(learnt.Dispersion, information) + slow;
        }
    }

    /// <summary>Complete cells of <paramref name="bucketsPerCell"/> buckets; what is left over at the end is not yet one.</summary>
    private static TBucket[] Cells<TBucket>(ReadOnlySpan<TBucket> buckets, int bucketsPerCell)
        where TBucket : struct, IKernelBucket<TBucket>
    {
        var cells = new TBucket[buckets.Length / bucketsPerCell];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = TBucket.Merge(buckets.Slice(i * bucketsPerCell, bucketsPerCell));
        }

        return cells;
    }

    /// <summary>max(1, (ν D_0 + sum of winsorised pair statistics) / (ν + their number)).</summary>
    private struct Learning(Scatter scatter, double prior)
    {
        private double _sum = scatter.PriorWeight * prior;
        private double _weight = scatter.PriorWeight;

        public readonly double Dispersion => Math.Max(1, _sum / _weight);

        public void See(double? statistic)
        {
            if (statistic is { } seen)
            {
                _sum += Math.Min(seen, scatter.Winsor);
                _weight++;
            }
        }
    }
}
