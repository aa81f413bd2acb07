using GateService.Core.Evidence;

namespace GateService.Bench;

/// <summary>
/// Kayenta's judge as its documents describe it: Mann and Whitney's rank test of the minutes' rates, canary against stable; "high" where the 98 %
/// interval of the shift lies above a quarter of the estimated shift (Hodges and Lehmann). Written from the description.
/// </summary>
internal static class RankTest
{
    private const double NormalQuantile = 2.326;
    private const double Tolerance = 0.25;

    public static int? FailsAt(ObjectiveEvidence evidence)
    {
        var (canary, stable) = (Rates(evidence.Judged), Rates(evidence.Control));
        for (var end = 10; end <= Scenario.Minutes; end += 10)
        {
            if (IsHigh(canary[(end - 10)..end], stable[(end - 10)..end]))
            {
                return end;
            }
        }

        return null;
    }

    private static bool IsHigh(double[] canary, double[] stable)
    {
        var shifts = canary.SelectMany(c => stable.Select(s => c - s)).Order().ToArray();
        var (n, m) = (canary.Length, stable.Length);
        var rank = (int)Math.Floor((n * m / 2.0) - (NormalQuantile * Math.Sqrt(n * m * (n + m + 1) / 12.0)));
        var estimate = (shifts[(shifts.Length - 1) / 2] + shifts[shifts.Length / 2]) / 2;
        return rank >= 1 && shifts[rank - 1] > Tolerance * Math.Abs(estimate);
    }

    private static double[] Rates(SliceEvidence slice) => [.. ((SliceEvidence.Measured)slice).Buckets.Select(bucket => bucket.Exposure > 0 ? bucket.Bad!.Value / bucket.Exposure : 0)];
}
