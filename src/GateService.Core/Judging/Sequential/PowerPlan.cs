using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>
/// What a policy sees of a rollout to come on a service's traffic of today, step by step: evidence is carried from step to step, warm-ups are left out, and what New Relic does not hold
/// yet at the end of a step counts for the next. The formula is that of <see cref="Statistics.Power"/>; within about 5 % of what simulated rollouts show wherever two bad events a minute
/// are to be had (docs/measurements/decision-quality.md).
/// </summary>
public static class PowerPlan
{
    /// <param name="policy">By which it will be judged.</param>
    /// <param name="steps">In order; at least one.</param>
    /// <param name="looks">What was seen of the service, one for each step, held against its limits.</param>
    /// <param name="wish">So many times stable's bad events, or mean, should be seen; above 1. Null: nobody wishes.</param>
    /// <returns>For every step its objectives, in the policy's order.</returns>
    public static IReadOnlyList<IReadOnlyList<Sensitivity>> Of(GatePolicy policy, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PowerLook> looks, double? wish)
    {
        IReadOnlyList<PowerLook> plausible = [.. looks.Select(Plausible)];
        return [.. steps.Select((_, i) => policy.Objectives.Select(objective => Of(objective, policy, [.. steps.Take(i + 1)], plausible, wish)).ToList())];
    }

    private static PowerLook Plausible(PowerLook look) => PlausibleEvidence.Of(look.Evidence) is var evidence ? look with { Evidence = evidence with { Objectives = [.. evidence.Objectives, .. look.Plan.Unaskable] } } : look;

    private static Sensitivity Of(Objective objective, GatePolicy policy, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PowerLook> looks, double? wish)
    {
        if (objective.Judge.Name != SequentialJudge.Chosen.Name)
        {
            return new(objective.Name, objective.Unit, null, null, $"{objective.Name} is judged by the judge '{objective.Judge.Name}': a value beyond the limit is seen on {Quantity.Count(objective.MinimumSample)} observations, however small the difference is");
        }

        var (planned, bucket) = (steps[^1], looks[0].Plan.Span.Bucket);
        var longest = Math.Max(PlannedTraffic.Longest, (int)(planned.Length / bucket));
        if (PlannedTraffic.Of(objective, [.. steps.SkipLast(1), planned with { Length = longest * bucket }], looks, policy) is not var (trial, of))
        {
            return new(objective.Name, objective.Unit, null, null, $"{objective.Name} sees nothing of this service: {Why(objective, looks[0].Evidence)}");
        }

        var whole = PowerCase.Planned(trial);
        var before = of.Count(step => step < steps.Count - 1);
        var cold = longest - (of.Count - before);
        var late = (int)Math.Ceiling(policy.IngestDelay / bucket);
        var visible = Math.Max(0, before + Math.Max(0, (int)(planned.Length / bucket) - cold) - late);
        var step = new StepPower(whole, before, visible, (cold + late) * bucket);
        return new Sensitivity(objective.Name, step.Unit, step.Stable, step.Seen, PowerSentence.Of(whole.UpTo(visible), Said(steps))) { Wish = wish is { } times ? step.Wished(times) : null };
    }

    /// <summary>For example <c>a step of 10m</c>, and <c>3 steps, the last one of 10m,</c>.</summary>
    private static string Said(IReadOnlyList<PlannedStep> steps) => steps.Count == 1 ? $"a step of {Durations.Say(steps[0].Length)}" : $"{steps.Count} steps, the last of {Durations.Say(steps[^1].Length)},";

    private static string Why(Objective objective, GateEvidence evidence) => evidence.Objectives.FirstOrDefault(known => known.Objective == objective.Name) is { } known
        && (known.Control as SliceEvidence.Unavailable ?? known.Judged as SliceEvidence.Unavailable) is { } unavailable ? unavailable.Cause : "nothing was reported for it";
}
