namespace GateService.Bench;

/// <summary>Random draws from a seed: the same seed gives the same rollout.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();

    /// <summary>Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>How many of <paramref name="n"/> happen: exact by inversion for small means, rounded normal above.</summary>
    public double Binomial(double n, double p)
    {
        var mean = n * p;
        if (mean <= 0 || p >= 1)
        {
            return mean <= 0 ? 0 : n;
        }

        if (mean < 40)
        {
            return Math.Min(n, Poisson(mean));
        }

        return Math.Clamp(Math.Round(mean + (Math.Sqrt(mean * (1 - p)) * Normal())), 0, n);
    }

    /// <summary>Knuth's product for small means, rounded normal above.</summary>
    public double Poisson(double mean)
    {
        if (mean > 40)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0);
        while (product > limit)
        {
            product *= _random.NextDouble();
            count++;
        }

        return count;
    }
}
