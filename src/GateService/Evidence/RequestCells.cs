using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;

namespace GateService.Evidence;

/// <summary>Requests, errors and failures of one slice cell by cell, as the error objectives were answered; empty where they were not.</summary>
internal sealed record RequestCells(IReadOnlyList<double> Requests, IReadOnlyList<double> Errors, IReadOnlyList<double> Failures)
{
    public static RequestCells Of(EvidencePlan plan, IReadOnlyList<ObjectiveEvidence> evidence, Func<ObjectiveEvidence, SliceEvidence> slice)
    {
        var (errors, failures) = (Buckets<ErrorRateObjective>(), Buckets<SuccessRateObjective>());
        return new RequestCells([.. (errors.Count > 0 ? errors : failures).Select(bucket => bucket.Exposure)], [.. errors.Select(Bad)], [.. failures.Select(Bad)]);

        IReadOnlyList<Bucket> Buckets<T>()
            where T : Objective => plan.Objectives.OfType<T>().Join(evidence, objective => objective.Name, found => found.Objective, (_, found) => slice(found).Buckets).FirstOrDefault() ?? [];
    }

    private static double Bad(Bucket bucket) => bucket.Bad ?? 0;
}
