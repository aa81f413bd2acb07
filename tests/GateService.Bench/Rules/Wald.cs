using GateService.Bench.Worlds;
using GateService.Core.Statistics;

namespace GateService.Bench.Rules;

/// <summary>
/// The physical limit: the expected time of Wald's sequential test (1945) that knows the true ratio and the onset, on the same traffic, against the same
/// margin, with the same α and 95 % power. No test that keeps α is sooner on average where errors are independent.
/// </summary>
internal static class Wald
{
    private const double Miss = 0.05;

    /// <summary>Minutes from the onset, in which young minutes count but tell nothing; null where the rollout is over before.</summary>
    public static double? Minutes(ErrorWorld world, double margin)
    {
        var needed = ((1 - Miss) * Math.Log((1 - Miss) / Ours.Alpha)) + (Miss * Math.Log(Miss / (1 - Ours.Alpha)));
        var gained = 0.0;
        for (var t = (int)world.Onset; t < world.Schedule.Buckets; t++)
        {
            var information = world.Schedule.IsYoung(t) ? 0 : Information(world, t, margin);
            if (gained + information >= needed)
            {
                return t - world.Onset + ((needed - gained) / information);
            }

            gained += information;
        }

        return null;
    }

    private static double Information(ErrorWorld world, int minute, double margin)
    {
        var bad = Math.Min(1, world.Regression.Share(world.Base, minute));
        if (bad <= margin * world.Base)
        {
            return 0;
        }

        var requests = 60 * world.RequestsPerSecond;
        var (canary, stable) = (requests * world.Schedule.Weight(minute), requests * (1 - world.Schedule.Weight(minute)));
        var expected = Boundary.Relative(new CountPair(canary * bad, canary, stable * world.Base, stable), margin);
        return expected.LogLikelihoodRatio(Tilt.Of(Math.Log(bad / world.Base / margin)));
    }
}
