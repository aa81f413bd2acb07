using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;

namespace GateService.Evidence;

/// <summary>Plan to questions, as few as fit into New Relic's limit on a query's length.</summary>
internal static class QuestionPlanner
{
    /// <param name="plan">What is to be learnt.</param>
    /// <param name="stable">What is known of stable's past.</param>
    /// <param name="timeslices">What counts requests that agents leave out; null where nothing does.</param>
    /// <param name="names">What asks for the names of errors besides; null where nobody does.</param>
    public static (IReadOnlyList<Question> Questions, IReadOnlyList<ObjectiveEvidence> Unaskable) Ask(EvidencePlan plan, StableQuantiles stable, TimesliceQuery? timeslices, NameQuestion? names)
    {
        var unaskable = new List<ObjectiveEvidence>();
        var requests = plan.Objectives.Where(objective => objective is ApdexObjective or ErrorRateObjective or SuccessRateObjective or LatencyObjective or RefusalRateObjective).ToList();
        List<Question> ofRequests = [.. Requests(plan, requests, stable, timeslices, names, "")];
        IEnumerable<Question> questions =
        [
            .. ofRequests,
            .. plan.Objectives.Select(Question? (objective) => objective switch
            {
                KpiObjective kpi => new KpiQuestion(plan, kpi, stable, timeslices),
                LogErrorsObjective lines => new LogQuestion(plan, lines, ofRequests.OfType<RequestQuestion>().FirstOrDefault(Fits), timeslices),
                PodHealthObjective pods => new PodQuestion(plan, pods),
                QueueLagObjective queue => new QueueQuestion(plan, queue),
                _ => null,
            }).OfType<Question>(),
        ];
        var all = questions.ToList();
        unaskable.AddRange(all.Where(question => !Fits(question)).SelectMany(question => question.Objectives).Select(TooLong));
        return ([.. all.Where(Fits)], unaskable);
    }

    /// <summary>All request objectives together, split as often as it takes.</summary>
    private static IEnumerable<Question> Requests(EvidencePlan plan, IReadOnlyList<Objective> objectives, StableQuantiles stable, TimesliceQuery? timeslices, NameQuestion? names, string part)
    {
        if (objectives.Count == 0)
        {
            return [];
        }

        var question = new RequestQuestion(plan, objectives, stable, timeslices, names, part);
        if (Fits(question) || objectives.Count == 1)
        {
            return [question];
        }

        // Objectives of the same kind share their columns.
        var ofTime = objectives.Where(RequestColumns.IsOfTime).ToList();
        var (first, second) = ofTime.Count > 0 && ofTime.Count < objectives.Count ? ([.. objectives.Except(ofTime)], ofTime)
            : (objectives.Take(objectives.Count / 2).ToList(), objectives.Skip(objectives.Count / 2).ToList());
        return [.. Requests(plan, first, stable, timeslices, names, $"{part}-a"), .. Requests(plan, second, stable, timeslices, names, $"{part}-b")];
    }

    private static bool Fits(Question question) => question.Queries.All(query => query.Fits);

    private static ObjectiveEvidence TooLong(Objective objective) => new(
        objective.Name,
        new SliceEvidence.Unavailable(UnavailableCause.TooLong),
        new SliceEvidence.NoData(),
        []);
}
