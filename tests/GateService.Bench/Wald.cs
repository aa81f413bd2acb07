using GateService.Core.Statistics;

namespace GateService.Bench;

/// <summary>The physical limit: the expected time of Wald's sequential test that knows the true ratio and the onset, against the same margin.</summary>
internal static class Wald
{
    private const double Alpha = 0.002;
    private const double Miss = 0.05;

    /// <summary>Minutes from the onset, warm-up minutes counted but empty; null where 30 minutes do not suffice.</summary>
    public static double? Minutes(Scenario scenario, double ratio, double margin)
    {
        var needed = ((1 - Miss) * Math.Log((1 - Miss) / Alpha)) + (Miss * Math.Log(Miss / (1 - Alpha)));
        var gained = 0.0;
        for (var t = scenario.Regression.From; t < Scenario.Minutes; t++)
        {
            if (t % 10 == 0)
            {
                continue;
            }

            var weight = Scenario.Weight(t) / 100.0;
            var (canary, stable) = (scenario.Requests(t, weight), scenario.Requests(t, 1 - weight));
            var bucket = Boundary.Relative(new CountPair(canary * Math.Min(1, scenario.Base * ratio), canary, stable * scenario.Base, stable), margin);
            var information = bucket.LogLikelihoodRatio(Tilt.Of(Math.Log(ratio / margin)));
            if (gained + information >= needed)
            {
                return t - scenario.Regression.From + ((needed - gained) / information);
            }

            gained += information;
        }

        return null;
    }
}
