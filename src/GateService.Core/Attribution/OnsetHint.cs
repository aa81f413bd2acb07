using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Attribution;

/// <summary>Whether a dependency's trouble in both slices began with a step of the canary: a dose and its response. A hint that holds; it fails nobody.</summary>
internal static class OnsetHint
{
    private const double FewestErrors = 3;

    /// <summary>A begin this many times the share before is one.</summary>
    private const double Jump = 5;

    /// <summary>Up to so many times the share before it is no more than that.</summary>
    private const double Risen = 1.25;

    /// <summary>Cells of the past that a share is observed over.</summary>
    private const int Smoothed = 3;

    /// <summary>Chance that an independent outage begins this soon after a step; null where stable has no trouble, where it began before the canary, or far from any step.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="trial">Of an objective that counts all requests.</param>
    /// <param name="failures">Of one whose history of stable counts whatever failed; null where there is none.</param>
    /// <param name="floor">Shares up to this one do not matter.</param>
    public static double? ChanceOf(Account account, Trial trial, Trial? failures, double floor)
    {
        var (requests, context) = (trial.Evidence, trial.Context);
        var (canary, stable) = (requests.Judged.Buckets, requests.Control.Buckets);

        // Of one kind, so that what was there all the time is seen to have been: a history of errors says nothing of failures that are none.
        var known = trial.Objective is SuccessRateObjective ? trial : failures;
        var counts = account.Stable.Select(count => known is null ? count.Errors : count.Failures).ToList();
        if (stable.Count != canary.Count || Onset(counts, stable, floor, Before((known ?? trial).Evidence) ?? 1) is not { } onset)
        {
            return null;
        }

        var first = canary.TakeWhile(bucket => bucket.Exposure <= 0).Count();
        var begins = (context.Steps?.Begins ?? []).Prepend(first).Where(begin => begin <= onset).ToList();
        if (begins.Count == 0)
        {
            return null;
        }

        var (step, bucket) = (begins[^1], context.Window.Bucket);
        var next = (context.Steps?.Begins ?? []).Where(begin => begin > onset).Append(canary.Count).Min();
        var length = (next - step) * bucket;
        return DoseHint.ChanceOf((onset - step) * bucket, bucket, length > StepLength ? length : StepLength);
    }

    /// <summary>
    /// Whether the trouble is stable's too, alike, and stable fails at the dependency no more than it failed before the rollout: who calls it more often now did not overload it. Not where stable's past is not known.
    /// </summary>
    /// <inheritdoc cref="ChanceOf"/>
    /// <param name="alike">How many times stable's share is still alike.</param>
    public static bool IsOfBefore(Account account, Trial trial, Trial? failures, double alike)
    {
        var known = trial.Objective is SuccessRateObjective ? trial : failures;
        var (own, stable) = (Share(account.Canary, trial.Evidence.Judged.Buckets), Share(account.Stable, trial.Evidence.Control.Buckets));
        return own <= alike * stable && Before((known ?? trial).Evidence) is { } before && stable <= Risen * before;

        double? Share(IReadOnlyList<ErrorCount> counts, IReadOnlyList<Bucket> buckets)
        {
            var (failed, all) = counts.Zip(buckets).Skip(account.FirstSight)
                .Aggregate((Failed: 0.0, All: 0.0), (sum, both) => (sum.Failed + (known is null ? both.First.Errors : both.First.Failures), sum.All + both.Second.Exposure));
            return all > 0 ? failed / all : null;
        }
    }

    /// <summary>A step that has just begun will last about this long.</summary>
    private static TimeSpan StepLength { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The first bucket from which on stable fails at this dependency, and did not before.</summary>
    private static int? Onset(List<double> failures, IReadOnlyList<Bucket> stable, double floor, double before)
    {
        var quiet = before;
        for (var t = 0; t < stable.Count; t++)
        {
            var share = stable[t].Exposure > 0 ? failures[t] / stable[t].Exposure : 0;
            if (failures[t] >= FewestErrors && share > Math.Max(floor, Jump * quiet))
            {
                return t;
            }

            quiet = Math.Max(quiet, share);
        }

        return null;
    }

    /// <summary>
    /// Stable's highest share of errors of any kind before the rollout, over a few cells so that one of few requests does not count: an outage that began two
    /// minutes before the canary did not begin with it. Null where the past is not known.
    /// </summary>
    private static double? Before(ObjectiveEvidence requests)
    {
        if (requests.Judged.Buckets.Count == 0)
        {
            return null;
        }

        var begin = requests.Judged.Buckets[0].Begin;
        List<(double Bad, double Exposure)> past =
        [
            .. requests.StablePods.SelectMany(pod => pod.Cells).Where(cell => cell.Begin < begin).GroupBy(cell => cell.Begin).OrderBy(cells => cells.Key)
                .Select(cells => (cells.Sum(cell => cell.Bad ?? 0), cells.Sum(cell => cell.Exposure))),
        ];
        var shares = Enumerable.Range(1, past.Count).Where(end => end >= Math.Min(Smoothed, past.Count)).Select(end => past[Math.Max(0, end - Smoothed)..end])
            .Where(cells => cells.Sum(cell => cell.Exposure) > 0).Select(cells => (double?)(cells.Sum(cell => cell.Bad) / cells.Sum(cell => cell.Exposure)));
        return shares.Max();
    }
}
