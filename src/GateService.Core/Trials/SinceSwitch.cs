using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Refusals where nothing of stable serves beside the canary any more (blue/green after the switch, a canary with all of the traffic): stable's own past takes the place of a stable beside. Callers make mistakes
/// at all times, so it takes more than that past ever showed, for certain, and still; and only what began with the switch is taken for the change's work.
/// </summary>
/// <param name="Begin">When the canary had the traffic for itself.</param>
/// <param name="Before">Share that stable refused before.</param>
/// <param name="Boundary">The share it must be over.</param>
/// <param name="Outcome">What the gate found since the switch and its warm-up.</param>
/// <param name="IsNow">The latest minutes are over the boundary.</param>
/// <param name="IsPlain">A fifth of the latest minute was refused, which no gate has had the time to weigh.</param>
/// <param name="IsNear">It began so soon after the switch that what callers do by themselves seldom does.</param>
/// <param name="Bad">Refused since the switch and its warm-up.</param>
/// <param name="All">Requests since then.</param>
public sealed record SinceSwitch(DateTimeOffset Begin, double Before, double Boundary, GateOutcome Outcome, bool IsNow, bool IsPlain, bool IsNear, double Bad, double All)
{
    private const int Latest = 3;
    private const double Half = 0.5;
    private const double FewestBad = 10;

    /// <summary>Over the boundary for certain, and still.</summary>
    public bool IsHarm => Outcome == GateOutcome.Worse && IsNow;

    /// <summary>Not shown yet, and too much to go on.</summary>
    public bool IsSuspicious => IsNow && (Outcome is GateOutcome.Worse or GateOutcome.Suspicious || IsPlain);

    /// <summary>Null where stable's past is not known, where stable still has the traffic, and for what is held against anything else.</summary>
    public static SinceSwitch? Of(Trial trial)
    {
        var (context, canary) = (trial.Context, trial.Evidence.Judged.Buckets);
        var first = canary.Index().FirstOrDefault(known => known.Item.Exposure > 0, (canary.Count, null!)).Index;
        if (trial.Objective is not RefusalRateObjective { Limit: null } || context is not { Slice: Slice.Canary, Mode: not GateMode.Preflight }
            || first == canary.Count || StablePast.Of(trial.Evidence.StablePods, canary[first].Begin) is not { } past)
        {
            return null;
        }

        var begin = canary.Count;
        while (begin > first && IsAlone(begin - 1))
        {
            begin--;
        }

        if (begin == canary.Count)
        {
            return null;
        }

        var warm = begin + (int)Math.Ceiling(context.Sequential.WarmUp / context.Window.Bucket);
        List<Bucket> since = [.. canary.Skip(warm)];
        var boundary = Math.Max(past.Boundary(trial.Objective), trial.Objective.Floor ?? 0);
        var onset = Enumerable.Range(begin, canary.Count - begin).FirstOrDefault(t => canary[t].Bad > boundary * canary[t].Exposure, canary.Count);
        var (clock, scatter) = (context.Clock, Scatter.Counts with { PriorWeight = context.Clock.PriorWeight });
        var result = EvidenceGate.OfCounts([.. since.Select(known => new CountPair(known.Bad ?? 0, known.Exposure, 0, 0))], new GateSettings
        {
            Limits = [boundary],
            Alpha = context.AlphaPerWeight * trial.Objective.Weight,
            Clock = clock,
            FewestBadBuckets = context.Sequential.FewestBadBuckets,
            Scatter = scatter,
            PriorDispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells([.. past.Cells], 1), scatter),
        });
        var (now, minute) = (Sum(Latest * clock.BucketsPerCell), Sum(clock.BucketsPerCell));
        return new SinceSwitch(
            canary[begin].Begin,
            past.Share,
            boundary,
            result.Outcome,
            now.Bad > boundary * now.All && minute.Bad > Half * boundary * minute.All,
            minute.Bad >= FewestBad && minute.Bad >= GateSettings.SuddenLimit * minute.All && boundary <= Half * GateSettings.SuddenLimit,
            StableHarm.IsNear(context, begin, onset, canary.Count),
            since.Sum(known => known.Bad ?? 0),
            since.Sum(known => known.Exposure));

        (double Bad, double All) Sum(int buckets) => (since.TakeLast(buckets).Sum(known => known.Bad ?? 0), since.TakeLast(buckets).Sum(known => known.Exposure));

        // A control is compared with as long as it is one. After a switch stable may still have those who keep their connections open.
        bool IsAlone(int t) => canary[t].Exposure <= 0
            || (trial.Kept.HasControl ? !Statistics.Boundary.HasControl(canary[t].Exposure, trial.Evidence.Control.Buckets[t].Exposure) : canary[t].Exposure > Pods(canary[t].Begin));

        double Pods(DateTimeOffset at)
        {
            var cell = StablePast.CellOf(trial.Evidence.StablePods);
            return trial.Evidence.StablePods.SelectMany(pod => pod.Cells).Where(known => known.Begin <= at && at < known.Begin + cell).Sum(known => known.Exposure) * (context.Window.Bucket / cell);
        }
    }
}
