using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// A canary that stalls again and again (a collection, a lock, a job of its own): single minutes in which it is over its limit for certain while stable keeps it, good minutes between them, so that the whole
/// window keeps the limit. Two such spells hold the step where stable's pods, one by one, hardly ever had a minute as slow. A spell that came once, or that has not come back for twice as long as
/// it took before, holds nobody; nor does the first minute after a step's warm-up, in which pods that took a little longer to get warm are still slow. It fails nobody, so it takes no share of the error budget.
/// </summary>
/// <param name="Worst">The worst minute of each spell: when, and the share of its requests that is beyond the limit.</param>
/// <param name="Minutes">Minutes of the canary that were looked at.</param>
/// <param name="AsSlow">Minutes of stable's pods at least as slow as the mildest of <paramref name="Worst"/>.</param>
/// <param name="PodMinutes">Minutes of stable's pods that were looked at.</param>
internal sealed record Stalls(IReadOnlyList<(DateTimeOffset At, double Share)> Worst, int Minutes, int AsSlow, int PodMinutes)
{
    private const int FewestSpells = 2;

    /// <summary>Chance up to which as many spells are not what stable's pods do too.</summary>
    private const double Chance = 0.01;

    /// <summary>Part of the evidence for failing that one minute must hold by itself.</summary>
    private const double OfLine = 0.5;

    /// <summary>For example <c>20 % of the requests of 09:03Z and 22 % of 09:08Z</c>, and of an Apdex <c>0.61 at 09:03Z and 0.6 at 09:08Z</c>.</summary>
    public string Said(Objective objective) => string.Join(" and ", Worst.TakeLast(FewestSpells).Select((spell, i) => objective is ApdexObjective
        ? $"{Quantity.Say(1 - spell.Share, Unit.Score)} at {spell.At:HH:mm}Z"
        : $"{Quantity.Say(spell.Share, Unit.Share)} of {(i == 0 ? "the requests of " : "")}{spell.At:HH:mm}Z"));

    /// <summary>Null where there are none that matter, and where stable's pods are not known.</summary>
    /// <param name="weighing">Of a latency or an Apdex.</param>
    public static Stalls? Of(Weighing weighing)
    {
        if (weighing is not { Objective: LatencyObjective or ApdexObjective, Counts: { } counts, Settings.HighIsBad: true } || counts.Settings.Limits is null)
        {
            return null;
        }

        var (trial, cell) = (weighing.Trial, weighing.Context.Clock.BucketsPerCell);
        var minutes = Enumerable.Range(0, trial.Judged.Count / cell).Select(minute => Minute(weighing, counts, minute * cell, cell)).ToList();
        var worst = Spells(minutes, cell * weighing.Context.Window.Bucket);
        if (worst.Count < FewestSpells || worst[^1].Begin < weighing.Context.Window.Begin || IsOver(worst, minutes[^1].Begin))
        {
            return null;
        }

        var mildest = worst.Min(minute => minute.Slower);
        List<Bucket> pods = [.. trial.Evidence.StablePods.SelectMany(pod => pod.Cells).Where(known => known.Exposure > 0)];
        var asSlow = pods.Count(known => known.Bad >= mildest * known.Exposure);
        return pods.Count < HealthyMinutes.Enough || AtLeast(worst.Count, minutes.Count, (asSlow + 1.0) / (pods.Count + 1)) > Chance
            ? null
            : new Stalls([.. worst.Select(minute => (minute.Begin, minute.Share))], minutes.Count, asSlow, pods.Count);
    }

    private static StallMinute Minute(Weighing weighing, CountCase counts, int from, int cell)
    {
        var (trial, settings) = (weighing.Trial, counts.Settings);
        var (bad, all, stableBad, stableAll, nats, slower) = (0.0, 0.0, 0.0, 0.0, new double[Tilt.More.Count], 0.0);
        for (var t = from; t < from + cell; t++)
        {
            var (pair, bucket) = (counts.Pairs[t], Boundary.Absolute(counts.Pairs[t].CanaryBad, counts.Pairs[t].CanaryExposure, settings.LimitAt(t)!.Value));
            (bad, all, stableBad, stableAll) = (bad + pair.CanaryBad, all + pair.CanaryExposure, stableBad + pair.StableBad, stableAll + pair.StableExposure);
            slower += trial.Objective is LatencyObjective ? trial.Judged[t].BadAgainstStable ?? 0 : pair.CanaryBad;
            for (var j = 0; j < nats.Length; j++)
            {
                nats[j] += bucket.LogLikelihoodRatio(Tilt.More[j]) / settings.Scatter.Deflation(settings.PriorDispersion, bucket.Information);
            }
        }

        var isStall = all > 0 && nats.Max() >= OfLine * weighing.Result.Line && stableBad <= settings.LimitAt(from)!.Value * stableAll;
        return new StallMinute(trial.Judged[from].Begin, isStall, all > 0 ? bad / all : 0, all > 0 ? slower / all : 0);
    }

    /// <summary>Of minutes in a row the worst.</summary>
    private static List<StallMinute> Spells(List<StallMinute> minutes, TimeSpan length)
    {
        var worst = new List<StallMinute>();
        for (var t = 0; t < minutes.Count; t++)
        {
            if (!IsSpell(t))
            {
                continue;
            }

            if (!IsSpell(t - 1))
            {
                worst.Add(minutes[t]);
            }
            else if (minutes[t].Share > worst[^1].Share)
            {
                worst[^1] = minutes[t];
            }
        }

        return worst;

        // Warm-up is left out, so that the minute before is missing where a step began.
        bool IsSpell(int t) => t > 0 && minutes[t].IsStall && minutes[t].Begin - minutes[t - 1].Begin <= length;
    }

    /// <summary>It has not come back for twice as long as it took from spell to spell.</summary>
    private static bool IsOver(List<StallMinute> worst, DateTimeOffset latest) => latest - worst[^1].Begin > 2 * ((worst[^1].Begin - worst[0].Begin) / (worst.Count - 1));

    /// <summary>P(X ≥ k) of a binomial count.</summary>
    private static double AtLeast(int count, int trials, double chance)
    {
        var (below, term) = (0.0, Math.Pow(1 - chance, trials));
        for (var k = 0; k < count; k++)
        {
            below += term;
            term *= (trials - k) * chance / ((k + 1) * (1 - chance));
        }

        return 1 - below;
    }

    private readonly record struct StallMinute(DateTimeOffset Begin, bool IsStall, double Share, double Slower);
}
