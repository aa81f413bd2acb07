using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Gathers evidence from New Relic: all questions of a plan in one NerdGraph POST.</summary>
internal sealed class NewRelicEvidenceSource(NerdGraphClient client) : IEvidenceSource
{
    public async Task<GateEvidence> GatherAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct)
    {
        var (questions, unaskable) = QuestionPlanner.Ask(plan);
        var queries = questions.SelectMany(question => question.Queries).ToList();
        if (queries.Count == 0)
        {
            return new GateEvidence { Objectives = unaskable, Queries = [] };
        }

        var batch = await client.QueryAsync(queries, plan.Telemetry.Account, budget, ct);
        return new GateEvidence
        {
            Objectives = [.. questions.SelectMany(question => question.Read(batch)), .. unaskable],
            Queries = [.. queries.Select(query => new QueryRecord(query.Name, query.Nrql.Text, Outcome(batch[query.Name])))],
            Posts = batch.Posts,
        };
    }

    private static string Outcome(NrqlOutcome outcome) => outcome is NrqlOutcome.Failed failed ? failed.Error.ToString() : "answered";
}
