using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Evidence;

namespace GateService.Backtests;

/// <summary>What a kept decision's evidence says to the questions of a changed policy: the answers that fit, and in words those that were not kept.</summary>
/// <param name="Plan">What the changed policy would learn over the same stretch.</param>
/// <param name="Evidence">What was learnt, laid out for it; an objective without an answer could not be asked.</param>
/// <param name="Missing">Why some have none; empty where all do.</param>
internal sealed record KeptAnswers(EvidencePlan Plan, GateEvidence Evidence, IReadOnlyList<string> Missing)
{
    private const string NotKept = "not kept";

    /// <param name="kept">A decision that came to judging.</param>
    /// <param name="plan">Of the changed policy.</param>
    public static KeptAnswers Of(GateEvaluation kept, EvidencePlan plan)
    {
        var (asked, evidence) = (kept.Plan!, kept.Evidence!);
        var found = plan.Objectives.Select(objective => Answer(asked, evidence, plan, objective)).ToList();
        var explains = ErrorTexts(plan) is var texts && texts.IsSubsetOf(ErrorTexts(asked));
        return new KeptAnswers(
            plan,
            evidence with { Objectives = [.. found.Select(one => one.Evidence)], Errors = explains ? evidence.Errors : null, Notes = [] },
            [.. found.Select(one => one.Missing).OfType<string>()]);
    }

    private static (ObjectiveEvidence Evidence, string? Missing) Answer(EvidencePlan asked, GateEvidence evidence, EvidencePlan plan, Objective objective)
    {
        string? why = null;
        // Of the same name first: what is said of it then is what its author changed.
        foreach (var was in asked.Objectives.Where(was => was.Kind == objective.Kind).OrderBy(was => was.Name != objective.Name))
        {
            if (evidence.Objectives.FirstOrDefault(one => one.Objective == was.Name) is not { } known)
            {
                continue;
            }

            if (SameQuestion.Difference(asked, was, known, plan, objective) is { } difference)
            {
                why ??= difference;
                continue;
            }

            return (Laid(known, objective, was), null);
        }

        why ??= $"no {EnumNames.Of(objective.Kind)} was asked for then, which {objective.Name} needs";
        return (new ObjectiveEvidence(objective.Name, new SliceEvidence.Unavailable($"{NotKept}: {why}"), new SliceEvidence.NoData(), []), why);
    }

    private static ObjectiveEvidence Laid(ObjectiveEvidence known, Objective objective, Objective was) => known with
    {
        Objective = objective.Name,
        Judged = SameQuestion.IsOfValueAlone(objective, was) ? Uncounted(known.Judged) : known.Judged,
        Control = SameQuestion.IsOfValueAlone(objective, was) ? Uncounted(known.Control) : known.Control,
    };

    /// <summary>How many were over a limit is known for the limit of the day alone.</summary>
    private static SliceEvidence Uncounted(SliceEvidence slice) => slice is SliceEvidence.Measured measured ? measured with { Bad = null } : slice;

    private static HashSet<string> ErrorTexts(EvidencePlan plan) =>
        plan is { Attribution: not null, Judged: not null } ? [.. new ErrorQuestion(plan).Queries.Select(query => query.Nrql.Text)] : [];
}
