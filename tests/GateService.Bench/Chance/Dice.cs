using System.Globalization;
using System.Numerics;

namespace GateService.Bench.Chance;

/// <summary>
/// Random draws that are the same wherever and in whatever order rollouts are played: xoshiro256++ (Blackman and Vigna 2021), begun from the
/// world's name and the number of the rollout through SplitMix64.
/// </summary>
internal sealed class Dice
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double? _spare;

    private Dice(ulong seed)
    {
        _a = Scramble(ref seed);
        _b = Scramble(ref seed);
        _c = Scramble(ref seed);
        _d = Scramble(ref seed);
    }

    /// <param name="world">The world's name.</param>
    /// <param name="rollout">The number of the rollout.</param>
    /// <param name="seed">Other draws of the same world; 0 for those of the document.</param>
    public static Dice Of(string world, int rollout, int seed = 0)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL;
        foreach (var letter in seed == 0 ? world : string.Create(CultureInfo.InvariantCulture, $"{world}|seed {seed}"))
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new Dice(hash ^ ((ulong)rollout * 0x9E3779B97F4A7C15UL));
    }

    /// <summary>In [0, 1), 53 bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Happens(double chance) => chance > 0 && Uniform() < chance;

    /// <summary>Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        double x, y, square;
        do
        {
            (x, y) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = y * scale;
        return x * scale;
    }

    /// <summary>Mean 1 and this coefficient of variation, gamma.</summary>
    public double Jitter(double variation) => variation <= 0 ? 1 : Gamma(1 / (variation * variation)) * variation * variation;

    /// <summary>Marsaglia and Tsang (2000), for shapes of 1 or more; scale 1.</summary>
    public double Gamma(double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            v = v * v * v;
            var u = 1 - Uniform();
            if (v > 0 && (u < 1 - (0.0331 * x * x * x * x) || Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))))
            {
                return d * v;
            }
        }
    }

    public double Poisson(double mean) => Chance.Poisson.Draw(this, mean);

    /// <summary>
    /// Events that come in groups of geometric size, <paramref name="size"/> on average: the sum of so many geometric draws is one each and a
    /// negative binomial rest, which is a Poisson draw about a gamma one.
    /// </summary>
    public double Clustered(double mean, double size)
    {
        var groups = Poisson(mean / size);
        return groups > 0 ? groups + Poisson(Gamma(groups) * (size - 1)) : 0;
    }

    public double Binomial(double n, double p) => Chance.Binomial.Draw(this, n, p);

    private ulong Next()
    {
        var drawn = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return drawn;
    }

    private static ulong Scramble(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
