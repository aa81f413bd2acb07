namespace GateService.Core.Statistics;

/// <summary>
/// ω: how much more pods of the same version differ for minutes on end than chance allows, learnt from stable's own pods: a live A/A test.
/// A variance component: products of <em>different</em> cells only, so that bursts and jitter cancel and what persists stays. In the deflation
/// it caps what any five minutes can tell at 1/σ². Where pods do not differ by two standard errors it is 0 and changes nothing. What is rare and large (a tenant who sits on a pod for ten minutes)
/// is hardly there in a mean over few pods: where blocks like the worst may be more than were seen, they count so often.
/// </summary>
public static class SlowImbalance
{
    private const double StandardErrors = 2;
    private const double LargestVariance = 0.25;

    /// <summary>Standard errors beyond which a single block is no chance.</summary>
    private const double PlainErrors = 5;

    /// <summary>ω for the rollout's cells 0 … T, each from history and from the blocks of the rollout that ended before it.</summary>
    /// <param name="history">Stable's pods before the rollout, each a (bad, exposure) per cell, all of one length; a pod that did not run has 0 exposure.</param>
    /// <param name="rollout">Stable's pods since the rollout began; empty where there is no pod data.</param>
    /// <param name="cellsPerBlock">B.</param>
    /// <param name="dispersion">Variance over mean of a cell, beyond which pods must differ.</param>
    /// <param name="rareBlocks">How many blocks like the worst there may be where one was seen; 0 takes the mean alone.</param>
    public static double[] Of(
        IReadOnlyList<(double Bad, double Exposure)[]> history, IReadOnlyList<(double Bad, double Exposure)[]> rollout, int cellsPerBlock, double dispersion, double rareBlocks = 0)
    {
        var cells = rollout.Count > 0 ? rollout[0].Length : 0;
        var omega = new double[cells + 1];
        if (history.Count == 1)
        {
            Array.Fill(omega, Omega(OnePod(history[0], cellsPerBlock, dispersion), cellsPerBlock, dispersion, factor: 2, rareBlocks));
            return omega;
        }

        var known = Sum(Blocks(history, cellsPerBlock, dispersion));
        var blocks = Blocks(rollout, cellsPerBlock, dispersion);
        for (var cell = 0; cell <= cells; cell++)
        {
            if (cell > 0 && cell % cellsPerBlock == 0)
            {
                known += blocks[(cell / cellsPerBlock) - 1];
            }

            omega[cell] = Omega(known, cellsPerBlock, dispersion, factor: 1, rareBlocks);
        }

        return omega;
    }

    private static double Omega(BlockTerms known, int cellsPerBlock, double dispersion, double factor, double rareBlocks)
    {
        var mean = known.Variance(StandardErrors, dispersion);
        var rare = mean > 0 ? known.Worst * Math.Min(1, rareBlocks / known.Count) : 0;
        return cellsPerBlock * Math.Min(factor * Math.Max(mean, rare), LargestVariance);
    }

    private static BlockTerms Alone(BlockTerms block, double dispersion) => block with { Worst = block.Variance(PlainErrors, dispersion), Count = block.Information > 0 ? 1 : 0 };

    /// <summary>One pod has no peers: it is compared with its own mean, and its variance counts twice, once for each slice.</summary>
    private static BlockTerms OnePod((double Bad, double Exposure)[] pod, int cellsPerBlock, double dispersion)
    {
        var (bad, exposure) = (0.5, 1.0);
        foreach (var cell in pod)
        {
            bad += cell.Bad;
            exposure += cell.Exposure;
        }

        var mean = bad / exposure;
        var known = default(BlockTerms);
        for (var first = 0; first + cellsPerBlock <= pod.Length; first += cellsPerBlock)
        {
            known += Alone(BlockTerms.Of(pod.AsSpan(first, cellsPerBlock), cell => (cell.Bad - (cell.Exposure * mean), cell.Exposure * mean * (1 - mean))), dispersion);
        }

        return known;
    }

    /// <summary>Every pod against all of them together, block by block.</summary>
    private static BlockTerms[] Blocks(IReadOnlyList<(double Bad, double Exposure)[]> pods, int cellsPerBlock, double dispersion)
    {
        if (pods.Count == 0)
        {
            return [];
        }

        var totals = new (double Bad, double Exposure)[pods[0].Length];
        foreach (var pod in pods)
        {
            for (var t = 0; t < totals.Length; t++)
            {
                totals[t] = (totals[t].Bad + pod[t].Bad, totals[t].Exposure + pod[t].Exposure);
            }
        }

        var blocks = new BlockTerms[totals.Length / cellsPerBlock];
        var deviations = new (double Excess, double Information)[cellsPerBlock];
        for (var block = 0; block < blocks.Length; block++)
        {
            foreach (var pod in pods)
            {
                for (var i = 0; i < cellsPerBlock; i++)
                {
                    var t = (block * cellsPerBlock) + i;
                    var share = totals[t].Exposure > 0 ? pod[t].Exposure / totals[t].Exposure : 0;
                    deviations[i] = (pod[t].Bad - (share * totals[t].Bad), totals[t].Bad * share * (1 - share));
                }

                blocks[block] += Alone(BlockTerms.Of(deviations, deviation => deviation), dispersion);
            }
        }

        return blocks;
    }

    private static BlockTerms Sum(BlockTerms[] blocks) => blocks.Aggregate(default(BlockTerms), (sum, block) => sum + block);
}
