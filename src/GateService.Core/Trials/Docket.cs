using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>All trials of one evaluation, each laid once: judges, accounts and notes look at the same ones.</summary>
public sealed class Docket
{
    private Docket(IReadOnlyList<Trial> trials, Trial? requests, ErrorEvidence? errors) => (Trials, Requests, Errors) = (trials, requests, errors);

    /// <summary>One for each objective, in the policy's order.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>Of an objective that counts all requests of both slices; null where there is none.</summary>
    public Trial? Requests { get; }

    /// <summary>Of an objective whose history of stable counts whatever failed, by its status or by its agent's mark; null where there is none.</summary>
    public Trial? Failures => Trials.FirstOrDefault(trial => trial.Objective is SuccessRateObjective && trial.Evidence.StablePods.Count > 0);

    /// <summary>What failed requests say of themselves; null where nobody asked.</summary>
    public ErrorEvidence? Errors { get; }

    /// <param name="objectives">In the policy's order.</param>
    /// <param name="evidence">What was gathered.</param>
    /// <param name="context">What is known beside it.</param>
    public static Docket Of(IReadOnlyList<Objective> objectives, GateEvidence evidence, JudgingContext context)
    {
        var byObjective = evidence.Objectives.ToDictionary(objective => objective.Objective);
        var trials = objectives.Select(objective => Laid(objective, byObjective.GetValueOrDefault(objective.Name) ?? Missing(objective), context)).ToList();
        var counted = evidence.Objectives.FirstOrDefault(known => known.Judged.Buckets.Any(bucket => bucket.Exposure > 0) && trials.Exists(trial => trial.Objective.IsAttributed && trial.Objective.Name == known.Objective));
        return new Docket(trials, trials.Find(trial => ReferenceEquals(trial.Evidence, counted)), evidence.Errors);
    }

    private static Trial Laid(Objective written, ObjectiveEvidence evidence, JudgingContext context)
    {
        var objective = UsualFailures.Of(written, evidence, context);
        return new Trial(objective, evidence, context) { Written = ReferenceEquals(objective, written) ? null : written.Limit };
    }

    private static ObjectiveEvidence Missing(Objective objective) =>
        new(objective.Name, new SliceEvidence.Unavailable("no evidence was gathered for it"), new SliceEvidence.NoData(), []);
}
