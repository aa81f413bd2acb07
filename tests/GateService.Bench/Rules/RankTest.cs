using GateService.Core.Evidence;

namespace GateService.Bench.Rules;

/// <summary>
/// Kayenta's judge as it is described (field survey B1; NetflixACAJudge's documents): Mann and Whitney's rank test of the minutes' rates, canary against
/// stable, all since the rollout began, every minute. It fails where the 98 % interval of the shift lies above a quarter of the estimated
/// shift (Hodges and Lehmann). Written from the description; it reproduces the survey's anchors (8 of 10, 14 of 20, 20 of 30 dead minutes).
/// </summary>
internal static class RankTest
{
    private const double NormalQuantile = 2.3263478740408408;
    private const double Tolerance = 0.25;

    public static Rule Rule { get; } = Of("rank test", bucket => bucket.Bad ?? 0);

    /// <summary>On what else is counted.</summary>
    public static Rule Of(string name, Func<Bucket, double> bad) => Rule.Of(name, evidence =>
    {
        var (canary, stable) = (Rates(evidence.Judged, bad), Rates(evidence.Control, bad));
        for (var end = 2; end <= Math.Min(canary.Length, stable.Length); end++)
        {
            if (IsHigh(canary.AsSpan(0, end), stable.AsSpan(0, end)))
            {
                return end;
            }
        }

        return null;
    });

    /// <summary>Whether the canary's values are higher than stable's by the rule.</summary>
    public static bool IsHigh(ReadOnlySpan<double> canary, ReadOnlySpan<double> stable)
    {
        var (n, m) = (canary.Length, stable.Length);
        var (shifts, notAbove) = (new double[n * m], 0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var shift = canary[i] - stable[j];
                shifts[(i * m) + j] = shift;
                notAbove += shift <= 0 ? 1 : 0;
            }
        }

        // The lower end of the interval is the shift of this rank: unless it can be above 0 nothing needs sorting.
        var middle = n * m / 2.0;
        if (notAbove >= middle)
        {
            return false;
        }

        var rank = (int)Math.Floor(middle - (NormalQuantile * Math.Sqrt(n * m / 12.0 * (n + m + 1 - Ties(canary, stable)))));
        if (notAbove >= rank)
        {
            return false;
        }

        Array.Sort(shifts);
        var estimate = (shifts[(shifts.Length - 1) / 2] + shifts[shifts.Length / 2]) / 2;
        return shifts[rank - 1] > Tolerance * Math.Abs(estimate);
    }

    /// <summary>What equal values take from the variance: the sum of t³ - t over N (N - 1).</summary>
    private static double Ties(ReadOnlySpan<double> canary, ReadOnlySpan<double> stable)
    {
        double[] all = [.. canary, .. stable];
        Array.Sort(all);
        var (sum, run) = (0.0, 1.0);
        for (var i = 1; i <= all.Length; i++)
        {
            if (i < all.Length && all[i].Equals(all[i - 1]))
            {
                run++;
            }
            else
            {
                sum += (run * run * run) - run;
                run = 1;
            }
        }

        return sum / (all.Length * (all.Length - 1.0));
    }

    private static double[] Rates(SliceEvidence slice, Func<Bucket, double> bad) =>
        [.. StaticThreshold.Buckets(slice).Select(bucket => bucket.Exposure > 0 ? bad(bucket) / bucket.Exposure : 0)];
}
