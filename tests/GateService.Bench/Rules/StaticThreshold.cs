using GateService.Core.Evidence;

namespace GateService.Bench.Rules;

/// <summary>
/// Argo's own analysis as most people write it: the canary's error rate of the last minute against a number, and <c>failureLimit</c>. It looks from the
/// first minute on (no <c>initialDelay</c>) and knows no stable.
/// </summary>
internal static class StaticThreshold
{
    /// <param name="name">As the tables say it.</param>
    /// <param name="share">Errors above this share make a minute bad.</param>
    /// <param name="failureLimit">Bad minutes that are allowed.</param>
    public static Rule Of(string name, double share, int failureLimit) => Rule.Of(name, evidence =>
    {
        var failures = 0;
        foreach (var minute in Buckets(evidence.Judged))
        {
            failures += minute.Bad > share * minute.Exposure ? 1 : 0;
            if (failures > failureLimit)
            {
                return (minute.Begin - Worlds.Schedule.Begin).TotalMinutes + 1;
            }
        }

        return null;
    });

    public static IReadOnlyList<Bucket> Buckets(SliceEvidence slice) => slice is SliceEvidence.Measured measured ? measured.Buckets : [];
}
