namespace GateService.Bench.Chance;

/// <summary>Exact Poisson draws: by inversion where few are expected, else Hörmann's transformed rejection (PTRS, 1993).</summary>
internal static class Poisson
{
    private const double FewExpected = 10;

    public static double Draw(Dice dice, double mean) => mean <= 0 ? 0 : mean < FewExpected ? Invert(dice, mean) : Reject(dice, mean);

    private static double Invert(Dice dice, double mean)
    {
        var (left, term, k) = (dice.Uniform(), Math.Exp(-mean), 0.0);
        while (left > term && term > 0)
        {
            left -= term;
            k++;
            term *= mean / k;
        }

        return k;
    }

    private static double Reject(Dice dice, double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var accepted = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = dice.Uniform() - 0.5;
            var v = dice.Uniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= accepted)
            {
                return k;
            }

            if (k < 0 || (us < 0.013 && v > us))
            {
                continue;
            }

            if (Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (k * Math.Log(mean)) - mean - LogFactorial.Of(k))
            {
                return k;
            }
        }
    }
}
