using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>
/// Stable got worse since the canary came, and the canary did not: a migration dropped a column that stable reads, a cache was poisoned, a shared pool is used up.
/// Stable's requests in the window are held against the worst that its own past shows, and the canary's beside them must be clearly fewer: what both have alike is
/// a common cause, and judged elsewhere. One bad pod of stable is no work of the canary's.
/// </summary>
/// <param name="Trial">Of the objective in which it shows.</param>
/// <param name="Onset">Index of the first bucket in which stable was worse.</param>
/// <param name="Step">Index of the bucket in which the canary's latest step before that began.</param>
/// <param name="BeganWithStep">It began so soon after that step that an independent trouble seldom does.</param>
/// <param name="Before">Bad share of stable's requests before the canary came.</param>
/// <param name="Boundary">The share it must be over.</param>
/// <param name="Since">Bad requests and all of them since the onset, both slices.</param>
/// <param name="Evidence">Of its being over the boundary, in nats, over what it takes.</param>
public sealed record StableHarm(Trial Trial, int Onset, int Step, bool BeganWithStep, double Before, double Boundary, CountPair Since, double Evidence)
{
    /// <summary>The canary's share is at most this much of stable's, for certain.</summary>
    private const double Fewer = 0.5;

    /// <summary>Chance of an independent trouble up to which its begin counts as near a step.</summary>
    private const double Near = 0.2;

    private const double FewestBad = 3;

    /// <summary>What a canary breaks before its first request: it starts, and its migration has run.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);

    /// <summary>A step that has just begun will last about this long.</summary>
    private static readonly TimeSpan StepLength = TimeSpan.FromMinutes(10);

    /// <summary>Index of the last bucket in which stable was worse.</summary>
    public int Last => Enumerable.Range(Onset, Trial.Evidence.Control.Buckets.Count - Onset).LastOrDefault(t => Counted(Trial.Objective, Trial.Evidence.Control.Buckets[t]) > Boundary * Trial.Evidence.Control.Buckets[t].Exposure, Onset);

    public double Share => Since.StableBad / Since.StableExposure;

    public double CanaryShare => Since.CanaryExposure > 0 ? Since.CanaryBad / Since.CanaryExposure : 0;

    /// <summary>Whether an objective shows it: requests, or a team's own events, with a past of stable's, one by one bad or good.</summary>
    public static bool Covers(Objective objective) => objective.Judge.Needs.Pods
        && objective is ErrorRateObjective or SuccessRateObjective or ApdexObjective or LatencyObjective or RefusalRateObjective or KpiObjective { Definition.Form: KpiForm.Ratio };

    /// <summary>Null where stable is as it was, where its past is not known, and where the canary has it alike.</summary>
    /// <param name="trial">With the errors that count; those of an outage that both slices share may be left out.</param>
    /// <param name="alpha">Chance that a stable as it always was is said to be worse.</param>
    public static StableHarm? Of(Trial trial, double alpha)
    {
        var (canary, stable, bucket) = (trial.Evidence.Judged.Buckets, trial.Evidence.Control.Buckets, trial.Context.Window.Bucket);
        var first = canary.Index().FirstOrDefault(known => known.Item.Exposure > 0, (canary.Count, null!)).Index;
        if (!Covers(trial.Objective) || (trial.Objective is KpiObjective && RarerSide.IsGood(trial)) || first == canary.Count || stable.Count != canary.Count || stable.Any(known => known.Exposure > 0 && Told(known) is null))
        {
            return null;
        }

        var from = Math.Max(0, first - (int)Math.Ceiling(Lead / bucket));
        var least = StablePast.Least(trial.Objective);
        if (!stable.Skip(from).Any(known => Bad(known) >= FewestBad && Bad(known) > least * known.Exposure) || StablePast.Of(trial.Evidence.StablePods, canary[from].Begin) is not { } past)
        {
            // No boundary lies lower, and most stables never come near it.
            return null;
        }

        var boundary = past.Boundary(trial.Objective);
        var onset = Enumerable.Range(from, stable.Count - from).FirstOrDefault(t => Bad(stable[t]) >= FewestBad && Bad(stable[t]) > boundary * stable[t].Exposure, -1);
        if (onset < 0 || boundary <= past.Share || IsOfOnePod(trial.Evidence.StablePods, stable[onset].Begin, boundary))
        {
            return null;
        }

        var now = Enumerable.Range(onset, stable.Count - onset).Where(t => stable[t].Begin >= trial.Context.Window.Begin).ToList();
        var clock = trial.Context.Clock;
        var scatter = Scatter.Counts with { PriorWeight = clock.PriorWeight };
        var settings = new GateSettings
        {
            Limits = [boundary],
            Alpha = alpha,
            Clock = clock,
            FewestBadBuckets = trial.Context.Sequential.FewestBadBuckets,
            Scatter = scatter,
            PriorDispersion = Dispersion.OfHistory<CountBucket>(Dispersion.HistoryCells([.. past.Cells], 1), scatter),
        };
        var worse = EvidenceGate.OfCounts([.. now.Select(t => new CountPair(Bad(stable[t]), stable[t].Exposure, 0, 0))], settings);
        List<CountPair> both = [.. now.Select(Beside)];
        var fewer = settings with { Limits = null, Margin = Fewer, HighIsBad = false, Alpha = trial.Context.Sequential.FalseProof, FewestBadBuckets = 1, CautiousShare = 0, PriorDispersion = 1 };
        if (worse.Outcome != GateOutcome.Worse || EvidenceGate.OfCounts(both, fewer).Outcome != GateOutcome.Worse)
        {
            return null;
        }

        var (step, beganWithStep) = StepOf(trial.Context, first, onset, canary.Count);
        return new StableHarm(trial, onset, step, beganWithStep, past.Share, boundary, Sum([.. Enumerable.Range(onset, stable.Count - onset).Select(Beside)]), worse.Peak / worse.Line);

        CountPair Beside(int t) => new(Bad(canary[t]), canary[t].Exposure, Bad(stable[t]), stable[t].Exposure);

        double? Told(Bucket known) => Counted(trial.Objective, known);

        double Bad(Bucket known) => Math.Clamp(Told(known) ?? 0, 0, known.Exposure);
    }

    /// <summary>Of a latency what its comparison counts: slower than stable's own quantile before the rollout.</summary>
    private static double? Counted(Objective objective, Bucket known) => objective is LatencyObjective ? known.BadAgainstStable : known.Bad;

    private static bool IsOfOnePod(IReadOnlyList<PodSeries> pods, DateTimeOffset onset, double boundary)
    {
        var since = pods.Select(pod => pod.Cells.Where(cell => cell.Begin >= onset).ToList())
            .Select(cells => (Bad: cells.Sum(cell => cell.Bad ?? 0), Exposure: cells.Sum(cell => cell.Exposure))).Where(pod => pod.Exposure > 0).OrderByDescending(pod => pod.Bad).ToList();
        return since.Count > 1 && since.Skip(1).Sum(pod => pod.Bad) <= boundary * since.Skip(1).Sum(pod => pod.Exposure);
    }

    private static (int Step, bool BeganWithStep) StepOf(JudgingContext context, int first, int onset, int end)
    {
        var begins = (context.Steps?.Begins ?? []).Where(begin => begin > first).Prepend(first).ToList();
        var step = begins.LastOrDefault(begin => begin <= onset, first);
        return (step, IsNear(context, step, onset, begins.Where(begin => begin > onset).Append(end).Min()));
    }

    /// <summary>Whether what began in a bucket began so soon after a step, or a switch, that an independent trouble seldom does.</summary>
    /// <param name="context">Of the trial.</param>
    /// <param name="step">Bucket in which that began.</param>
    /// <param name="onset">Bucket in which the trouble did.</param>
    /// <param name="end">Bucket before which the step ends.</param>
    internal static bool IsNear(JudgingContext context, int step, int onset, int end)
    {
        var (length, bucket) = ((end - step) * context.Window.Bucket, context.Window.Bucket);
        return DoseHint.ChanceOf(Math.Max(0, onset - step) * bucket, bucket, length > StepLength ? length : StepLength) <= Near;
    }

    private static CountPair Sum(List<CountPair> pairs) => new(
        pairs.Sum(pair => pair.CanaryBad), pairs.Sum(pair => pair.CanaryExposure), pairs.Sum(pair => pair.StableBad), pairs.Sum(pair => pair.StableExposure));
}
