using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Statistics;

namespace GateService.Bench.Rules.Shop;

/// <summary>Evidence that is there already, told as New Relic is asked: the counts, and what explains them where that is left open.</summary>
/// <param name="whole">All of it.</param>
/// <param name="isAllAskedAtOnce">What explains is told whatever the counts say.</param>
internal sealed class PhasedEvidence(GateEvidence whole, bool isAllAskedAtOnce) : IEvidenceSource
{
    public OpenQuestions Open { get; private set; } = OpenQuestions.None;

    public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct)
    {
        var first = whole with { Errors = null, Symptoms = SymptomsOf(plan, whole) };
        Open = open(first);
        return Task.FromResult(isAllAskedAtOnce || Open.Errors ? first with { Errors = whole.Errors, Queries = [.. first.Queries] } : first);
    }

    private static Symptoms SymptomsOf(EvidencePlan plan, GateEvidence evidence)
    {
        var failures = evidence.Objectives.FirstOrDefault(objective => objective.Objective == "success-rate") ?? evidence.Objectives[0];
        var stable = failures.Control.Buckets;
        return new Symptoms([.. failures.Judged.Buckets.Select(Bad)], stable.Count > 0 ? [.. stable.Select(Bad)] : new double[failures.Judged.Buckets.Count])
        {
            JudgedMeans = Means(evidence.Errors?.CanaryTimes ?? []),
            ControlMeans = Means(evidence.Errors?.StableTimes ?? []),
        };

        RequestMeans? Means(IReadOnlyList<RequestTimes> times)
        {
            var known = times.Where((cell, t) => cell.Duration.Size > 0 && failures.Judged.Buckets.Count == times.Count && failures.Judged.Buckets[t].Begin >= plan.Window.Begin).ToList();
            return known.Count == 0 ? null : new RequestMeans(Mean(cell => cell.Duration), Mean(cell => cell.ExternalCalls), Mean(cell => cell.DatabaseCalls));

            double Mean(Func<RequestTimes, SampleMean> of) => PooledMeans.Of([.. known.Select(of)]).Mean;
        }
    }

    private static double Bad(Bucket bucket) => bucket.Bad ?? 0;
}
