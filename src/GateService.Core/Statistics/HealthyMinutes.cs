using System.Collections;

namespace GateService.Core.Statistics;

/// <summary>
/// What bettors would have won by healthy pods: every minute of every stable pod before the rollout is laid against the margin as if the pod were the canary (a placebo, or negative control: Lipsitch, Tchetgen
/// Tchetgen and Cohen 2010). Where no minute of theirs came near, two of the canary's that do are no accident; where pods have bad minutes of their own, such minutes are none.
/// </summary>
internal static class HealthyMinutes
{
    /// <summary>Pod minutes from which on it is known what healthy ones do: half an hour of one pod.</summary>
    public const int Enough = 30;

    private const double LargestBoundary = 0.999;

    /// <summary>How far below its boundary, relatively, a minute is so surely that no rounding makes it win anything.</summary>
    private const double Surely = 1e-9;

    /// <inheritdoc cref="Worst"/>
    /// <remarks>Found when somebody asks: only for a canary with a minute that is bad enough.</remarks>
    public static IReadOnlyList<double> WorstOf(IReadOnlyList<(double Bad, double Exposure)[]> pods, Scatter scatter, double dispersion, double margin, double canary) =>
        new Asked(() => Worst(pods, scatter, dispersion, margin, canary));

    /// <summary>For each of <see cref="Tilt.More"/> the most nats that any minute would have won, at least 0.</summary>
    /// <param name="pods">Stable's pods before the rollout, minute by minute, all of one length; one that did not run has 0 exposure.</param>
    /// <param name="scatter">What is believed of their scatter.</param>
    /// <param name="dispersion">D, as it is known before the rollout.</param>
    /// <param name="margin">How many times as bad as the others a pod may be; a pod without others is compared with its own mean.</param>
    /// <param name="canary">
    /// The canary's exposure in a minute; 0 where it is not known. Clusters of bad events scatter a smaller slice more, so that a pod with more than that is scaled down with its standard score kept.
    /// </param>
    public static double[] Worst(IReadOnlyList<(double Bad, double Exposure)[]> pods, Scatter scatter, double dispersion, double margin, double canary)
    {
        var worst = new double[Tilt.More.Count];
        var own = pods.Count == 1 ? Total(pods[0]) : default;
        for (var t = 0; t < pods[0].Length; t++)
        {
            var minute = Total(pods, t);
            foreach (var pod in pods)
            {
                if (!(pod[t].Exposure > 0))
                {
                    continue;
                }

                var mean = pods.Count == 1 ? (own.Bad + 0.5) / (own.Exposure + 1) : minute.Bad / minute.Exposure;
                var (bad, exposure) = AsSmall(pod[t], mean, canary);
                Raise(worst, pods.Count == 1 ? Boundary.Absolute(bad, exposure, Math.Min(LargestBoundary, margin * mean)) : Boundary.Relative(Beside(bad, exposure, pod[t], minute), margin), scatter, dispersion);
            }
        }

        return worst;
    }

    private sealed class Asked(Func<double[]> find) : IReadOnlyList<double>
    {
        private double[]? _found;

        public int Count => Tilt.More.Count;

        public double this[int index] => (_found ??= find())[index];

        public IEnumerator<double> GetEnumerator() => (_found ??= find()).AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static void Raise(double[] worst, CountBucket minute, Scatter scatter, double dispersion)
    {
        // Who bets on more wins nothing by less: h k - n ln(1 + p (e^h - 1)) is at most h (k - n p). Nearly all healthy minutes end here, before nine logarithms each.
        if (minute.Bad < minute.Exposure * minute.Boundary * (1 - Surely))
        {
            return;
        }

        var deflation = scatter.Deflation(dispersion, minute.Information);
        for (var j = 0; j < worst.Length; j++)
        {
            worst[j] = Math.Max(worst[j], minute.LogLikelihoodRatio(Tilt.More[j]) / deflation);
        }
    }

    /// <summary>The other pods as large as all of them are, as stable is beside the canary.</summary>
    private static CountPair Beside(double bad, double exposure, (double Bad, double Exposure) pod, (double Bad, double Exposure) all)
    {
        var others = all.Exposure - pod.Exposure;
        return others > 0 ? new CountPair(bad, exposure, (all.Bad - pod.Bad) * all.Exposure / others, all.Exposure) : default;
    }

    private static (double Bad, double Exposure) AsSmall((double Bad, double Exposure) pod, double mean, double canary) => canary <= 0 || canary >= pod.Exposure
        ? pod
        : (Math.Clamp((canary * mean) + ((pod.Bad - (pod.Exposure * mean)) * Math.Sqrt(canary / pod.Exposure)), 0, canary), canary);

    private static (double Bad, double Exposure) Total(IReadOnlyList<(double Bad, double Exposure)[]> pods, int minute)
    {
        var (bad, exposure) = (0.0, 0.0);
        foreach (var pod in pods)
        {
            bad += pod[minute].Bad;
            exposure += pod[minute].Exposure;
        }

        return (bad, exposure);
    }

    private static (double Bad, double Exposure) Total(IEnumerable<(double Bad, double Exposure)> cells) =>
        cells.Aggregate((Bad: 0.0, Exposure: 0.0), (sum, cell) => (sum.Bad + cell.Bad, sum.Exposure + cell.Exposure));
}
