namespace GateService.Core.Statistics;

/// <summary>
/// Logarithms and exponentials that keep their digits near zero. .NET's own <c>double.LogP1</c> and <c>double.ExpM1</c> are <c>Log(x + 1)</c>
/// and <c>Exp(x) - 1</c> and lose them (dotnet/runtime issue 77979).
/// </summary>
public static class Precise
{
    /// <summary>ln(1 + x) for x above -1, to about one unit in the last place: Kahan's correction of the rounding of 1 + x.</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    /// <summary>e^x - 1: Kahan's correction where e^x is near 1, the plain difference elsewhere.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1)
        {
            return Math.Exp(x) - 1;
        }

        var u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * x / Math.Log(u);
    }

    /// <summary>ln(e^a + e^b) without overflow; minus infinity is an empty sum.</summary>
    public static double LogAddExp(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsInfinity(high) || double.IsNegativeInfinity(low) ? high : high + Log1P(Math.Exp(low - high));
    }

    /// <summary>ln of the sum of e^x over all x, without overflow.</summary>
    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        var high = double.NegativeInfinity;
        foreach (var value in values)
        {
            high = Math.Max(high, value);
        }

        if (double.IsInfinity(high))
        {
            return high;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Exp(value - high);
        }

        return high + Math.Log(sum);
    }
}
