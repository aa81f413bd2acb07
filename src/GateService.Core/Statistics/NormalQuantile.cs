namespace GateService.Core.Statistics;

/// <summary>Φ⁻¹, the quantile of the standard normal distribution: Wichura, Algorithm AS 241 (Applied Statistics 37, 1988), about 16 digits.</summary>
public static class NormalQuantile
{
    private static readonly double[] CentreNumerator =
    [
        2.50908092873012267270e+3, 3.34305755835881281050e+4, 6.72657709270087008530e+4, 4.59219539315498714570e+4,
        1.37316937655094611250e+4, 1.97159095030655144270e+3, 1.33141667891784377450e+2, 3.38713287279636660800e+0,
    ];

    private static readonly double[] CentreDenominator =
    [
        5.22649527885285456100e+3, 2.87290857357219426740e+4, 3.93078958000927106100e+4, 2.12137943015865958670e+4,
        5.39419602142475110770e+3, 6.87187007492057908300e+2, 4.23133307016009112520e+1, 1,
    ];

    private static readonly double[] TailNumerator =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ];

    private static readonly double[] TailDenominator =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1,
    ];

    /// <param name="probability">1e-10 to 1 - 1e-10.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public static double Of(double probability)
    {
        if (!(probability >= 1e-10 && probability <= 1 - 1e-10))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "expected 1e-10 to 1 - 1e-10");
        }

        var q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Polynomial(CentreNumerator, r) / Polynomial(CentreDenominator, r);
        }

        var tail = Math.Sqrt(-Math.Log(q <= 0 ? probability : 1 - probability)) - 1.6;
        var quantile = Polynomial(TailNumerator, tail) / Polynomial(TailDenominator, tail);
        return q < 0 ? -quantile : quantile;
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
