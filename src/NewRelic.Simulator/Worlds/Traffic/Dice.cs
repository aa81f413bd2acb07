using System.Globalization;

namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>
/// SplitMix64: the same throws for the same seed on every runtime, which <see cref="Random"/> does not promise. One per virtual second,
/// so that ten advances of a minute give the same events as one of ten minutes.
/// </summary>
internal sealed class Dice
{
    private ulong _state;

    public Dice(int seed, string purpose, long moment)
    {
        _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);
        foreach (var c in purpose)
        {
            _state = Next() ^ c;
        }

        _state = Next() ^ unchecked((ulong)moment);
        Next();
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[(int)(Uniform() * items.Count)];

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Log-normal by its median; sigma is that of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Poisson; above 30 by its normal approximation.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var (count, product, limit) = (0, Uniform(), Math.Exp(-mean));
        while (product > limit)
        {
            count++;
            product *= Uniform();
        }

        return count;
    }

    /// <summary>16 hexadecimal digits.</summary>
    public string Hex() => Next().ToString("x16", CultureInfo.InvariantCulture);

    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
