using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;

namespace GateService.Evidence;

/// <summary>Plan to questions, as few as fit into New Relic's limit on a query's length.</summary>
internal static class QuestionPlanner
{
    public static (IReadOnlyList<Question> Questions, IReadOnlyList<ObjectiveEvidence> Unaskable) Ask(EvidencePlan plan, StableQuantiles stable, TimesliceQuery? timeslices)
    {
        var unaskable = new List<ObjectiveEvidence>();
        var requests = plan.Objectives.Where(objective => objective is ApdexObjective or ErrorRateObjective or SuccessRateObjective or LatencyObjective or RefusalRateObjective).ToList();
        IEnumerable<Question> questions =
        [
            .. Requests(plan, requests, stable, timeslices, ""),
            .. plan.Objectives.Select(Question? (objective) => objective switch
            {
                KpiObjective kpi => new KpiQuestion(plan, kpi, timeslices),
                PodHealthObjective pods => new PodQuestion(plan, pods),
                QueueLagObjective queue => new QueueQuestion(plan, queue),
                _ => null,
            }).OfType<Question>(),
        ];
        var all = questions.ToList();
        unaskable.AddRange(all.Where(question => !Fits(question)).SelectMany(question => question.Objectives).Select(TooLong));
        return ([.. all.Where(Fits)], unaskable);
    }

    /// <summary>All request objectives together, halved as often as it takes.</summary>
    private static IEnumerable<Question> Requests(EvidencePlan plan, IReadOnlyList<Objective> objectives, StableQuantiles stable, TimesliceQuery? timeslices, string part)
    {
        if (objectives.Count == 0)
        {
            return [];
        }

        var question = new RequestQuestion(plan, objectives, stable, timeslices, part);
        if (Fits(question) || objectives.Count == 1)
        {
            return [question];
        }

        // Refusals hang on conditions of their own: without them the others mostly fit.
        if (objectives.Where(objective => objective is RefusalRateObjective).ToList() is { Count: > 0 } refusals && refusals.Count < objectives.Count)
        {
            return [.. Requests(plan, [.. objectives.Except(refusals)], stable, timeslices, part), .. Requests(plan, refusals, stable, timeslices, $"{part}-refusals")];
        }

        var half = objectives.Count / 2;
        return [.. Requests(plan, [.. objectives.Take(half)], stable, timeslices, $"{part}-a"), .. Requests(plan, [.. objectives.Skip(half)], stable, timeslices, $"{part}-b")];
    }

    private static bool Fits(Question question) => question.Queries.All(query => query.Fits);

    private static ObjectiveEvidence TooLong(Objective objective) => new(
        objective.Name,
        new SliceEvidence.Unavailable(UnavailableCause.TooLong),
        new SliceEvidence.NoData(),
        []);
}
