using GateService.Bench.Worlds;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;

namespace GateService.Bench.Rules;

/// <summary>What the gate knew at an earlier look.</summary>
internal static class Looks
{
    /// <summary>
    /// The end of a step, 1 to 3: whether there is proof of harmlessness, which passes the step whatever the policy demands; unless harm is shown too,
    /// which fails it.
    /// </summary>
    public static Rule Proven(int step, Objective objective, Schedule schedule) => Rule.Of($"proven at step {step}", evidence =>
    {
        var buckets = step * schedule.BucketsPerStep;
        var context = Ours.Context(objective, schedule, buckets, weight: 100 * schedule.Weight(buckets - 1));
        return SequentialJudge.Test(objective, Until(evidence, schedule, buckets), context) is { } result && result.LogHarmless >= result.ProofLine ? schedule.Minute(buckets) : null;
    });

    /// <summary>The minute from which the canary is over its limit for certain, but is not shown worse than stable: a common cause, and the rollout is held.</summary>
    public static Rule Held(string name, Objective objective, Schedule schedule)
    {
        var (context, limit) = (Ours.Context(objective, schedule, schedule.Buckets), objective with { Floor = null });
        return Rule.Of(name, evidence =>
            SequentialJudge.Test(objective, evidence, context) is { FailedAt: null }
            && SequentialJudge.Test(limit, evidence, context) is { LogHarmAbsolute: { } harm } result
            && Array.FindIndex(harm, nats => nats >= result.Line) is >= 0 and var over
                ? schedule.Minute(schedule.Buckets - harm.Length + over + 1)
                : null);
    }

    public static ObjectiveEvidence Until(ObjectiveEvidence evidence, Schedule schedule, int buckets) => evidence with
    {
        Judged = Cut(evidence.Judged, buckets),
        Control = Cut(evidence.Control, buckets),
        StablePods = [.. evidence.StablePods.Select(pod => pod with { Cells = [.. pod.Cells.Where(cell => IsOver(cell, schedule, buckets))] })],
    };

    private static bool IsOver(Bucket cell, Schedule schedule, int buckets) => cell.Begin + (schedule.Clock.BucketsPerCell * schedule.Bucket) <= schedule.At(buckets);

    private static SliceEvidence Cut(SliceEvidence slice, int buckets) => Schedule.Slice([.. StaticThreshold.Buckets(slice).Take(buckets)]);
}
