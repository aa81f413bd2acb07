using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// The ledger knows whose errors all of stable's are, and not which pod had them. Where a pod is left out the errors of others are spread over all requests alike, as an outage does; unless what is left has
/// fewer failures than that: then they were that pod's as far as it can be.
/// </summary>
internal static class LeftOfOthers
{
    /// <summary>Stable's errors of others, bucket by bucket, without those of a pod that is left out of the trial.</summary>
    /// <param name="trial">Perhaps without a pod; its buckets count all failures.</param>
    /// <param name="others">Of all of stable's pods.</param>
    public static IReadOnlyList<double> Of(Trial trial, IReadOnlyList<double> others)
    {
        var (parts, left) = (trial.ControlParts, trial.Evidence.Control.Buckets);
        if (parts.Count != others.Count || left.Count != others.Count)
        {
            return others;
        }

        List<double> spread = [.. others.Zip(parts, (count, part) => part.Requests * count)];
        return left.Sum(bucket => bucket.Bad ?? 0) >= spread.Sum() ? spread : [.. others.Select((count, t) => Math.Max(0, count - Gone(left[t].Bad ?? 0, parts[t].Bad)))];
    }

    /// <summary>Failures of the pod that is left out, by what is left and the part that this is.</summary>
    private static double Gone(double left, double part) => part > 0 ? left * (1 - part) / part : double.PositiveInfinity;
}
