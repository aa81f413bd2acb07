namespace GateService.Bench.Chance;

/// <summary>ln k!: tabled where k is small, Stirling's series beyond, to about 1e-13.</summary>
internal static class LogFactorial
{
    private static readonly double[] Small = Table(256);

    public static double Of(double k)
    {
        if (k < Small.Length)
        {
            return Small[(int)k];
        }

        var inverse = 1 / k;
        var square = inverse * inverse;
        return ((k + 0.5) * Math.Log(k)) - k + (0.5 * Math.Log(2 * Math.PI)) + (inverse * ((1 / 12.0) - (square * ((1 / 360.0) - (square / 1260)))));
    }

    private static double[] Table(int length)
    {
        var table = new double[length];
        for (var k = 2; k < length; k++)
        {
            table[k] = table[k - 1] + Math.Log(k);
        }

        return table;
    }
}
