using GateService.Core.Evidence;
using GateService.Core.Trials;

namespace GateService.Core.Judging;

/// <summary>
/// Errors of a step's first minutes that put the whole window beyond twice its limit, beside a stable that keeps it: no bet is laid on those minutes, but users met the errors, and the value shows them. They are
/// certain by the window's counts, where errors come in clusters as stable's do.
/// </summary>
internal static class StartBurst
{
    private const double Gross = 2;

    private const double Fewest = 10;

    private const double Half = 0.5;

    private const double StandardErrors = 3;

    /// <summary>Of the next minute's requests: what has less is the rest of a minute in which the canary began.</summary>
    private const double Whole = 0.75;

    /// <param name="trial">Of errors.</param>
    /// <param name="limit">Share of the requests that may fail.</param>
    public static bool Is(Trial trial, double limit)
    {
        var (canary, stable) = (Window(trial, trial.Evidence.Judged.Buckets), Window(trial, trial.Evidence.Control.Buckets));
        return canary.Bad >= Fewest && canary.Bad > Gross * limit * canary.All && stable.Bad <= limit * stable.All
            && canary.Bad - (limit * canary.All) >= StandardErrors * Math.Sqrt(Math.Max(1, trial.Kept.Prior.Clusters) * canary.Bad) && Unweighed(trial) >= Half * canary.Bad;
    }

    /// <summary>Those of the warm-up, and of the first whole minute where the canary began within one.</summary>
    private static double Unweighed(Trial trial)
    {
        List<Bucket> served = [.. trial.Evidence.Judged.Buckets.Where(bucket => bucket.Exposure > 0 && bucket.Begin >= trial.Context.Window.Begin)];
        var isCut = served.Count > 1 && served[0].Exposure < Whole * served[1].Exposure;
        return served.Take((int)Math.Ceiling(trial.Context.Sequential.WarmUp / trial.Context.Window.Bucket) + (isCut ? 1 : 0)).Sum(bucket => bucket.Bad ?? 0);
    }

    private static (double Bad, double All) Window(Trial trial, IReadOnlyList<Bucket> buckets) =>
        buckets.Where(bucket => bucket.Begin >= trial.Context.Window.Begin).Aggregate((Bad: 0.0, All: 0.0), (sum, bucket) => (sum.Bad + (bucket.Bad ?? 0), sum.All + bucket.Exposure));
}
