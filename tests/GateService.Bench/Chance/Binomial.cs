namespace GateService.Bench.Chance;

/// <summary>Exact binomial draws: by inversion where few are expected, else Hörmann's transformed rejection (BTRS, 1993).</summary>
internal static class Binomial
{
    private const double FewExpected = 10;

    public static double Draw(Dice dice, double n, double p)
    {
        if (n <= 0 || p <= 0)
        {
            return 0;
        }

        return p >= 1 ? n
            : p > 0.5 ? n - Draw(dice, n, 1 - p)
            : n * p < FewExpected ? Invert(dice, n, p)
            : Reject(dice, n, p);
    }

    /// <summary>Walks along the distribution until the uniform draw is used up.</summary>
    private static double Invert(Dice dice, double n, double p)
    {
        var odds = p / (1 - p);
        var (left, term, k) = (dice.Uniform(), Math.Exp(n * Core.Statistics.Precise.Log1P(-p)), 0.0);
        while (left > term && k < n)
        {
            left -= term;
            k++;
            term *= (n - k + 1) / k * odds;
        }

        return k;
    }

    private static double Reject(Dice dice, double n, double p)
    {
        var deviation = Math.Sqrt(n * p * (1 - p));
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var centre = (n * p) + 0.5;
        var accepted = 0.92 - (4.2 / b);
        while (true)
        {
            var u = dice.Uniform() - 0.5;
            var v = dice.Uniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + centre);
            if (k >= 0 && k <= n && ((us >= 0.07 && v <= accepted) || IsBelow(n, p, k, v * (2.83 + (5.1 / b)) * deviation / ((a / (us * us)) + b))))
            {
                return k;
            }
        }
    }

    /// <summary>Whether a point lies below the distribution, told against its mode; few draws come as far as this.</summary>
    private static bool IsBelow(double n, double p, double k, double height)
    {
        var mode = Math.Floor((n + 1) * p);
        var relative = LogFactorial.Of(mode) + LogFactorial.Of(n - mode) - LogFactorial.Of(k) - LogFactorial.Of(n - k) + ((k - mode) * Math.Log(p / (1 - p)));
        return Math.Log(height) <= relative;
    }
}
