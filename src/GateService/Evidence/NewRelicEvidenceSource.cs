using System.Diagnostics;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Wire;
using Microsoft.Extensions.Caching.Memory;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Evidence;

/// <summary>
/// Gathers evidence from New Relic: all questions of a plan in one NerdGraph POST. The first evaluation of a rollout takes two, because stable's own
/// latency before it must be known before requests slower than that can be counted.
/// </summary>
internal sealed class NewRelicEvidenceSource(NerdGraphClient client, TimeProvider time) : IEvidenceSource, IDisposable
{
    private const int RememberedRollouts = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly MemoryCache _quantiles = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });

    public async Task<GateEvidence> GatherAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct)
    {
        var remaining = Remaining.Of(budget, time);
        var first = await AskQuantilesAsync(plan, budget, ct);
        var (questions, unaskable) = QuestionPlanner.Ask(plan, first.Quantiles);
        var errors = plan is { Attribution: not null, Judged: not null } ? new ErrorQuestion(plan) : null;
        var queries = questions.SelectMany(question => question.Queries).Concat(errors?.Queries ?? []).ToList();
        if (queries.Count == 0)
        {
            return new GateEvidence { Objectives = unaskable, Queries = [] };
        }

        return await client.QueryAsync(
            queries,
            batch => new GateEvidence
            {
                Objectives = [.. questions.SelectMany(question => question.Read(batch)), .. unaskable],
                Errors = errors?.Read(batch),
                Queries = [.. first.Asked, .. queries.Select(query => Record(query, batch))],
                Posts = first.Posts + batch.Posts,
            },
            plan.Telemetry.Account,
            remaining.Left,
            ct);
    }

    public void Dispose() => _quantiles.Dispose();

    /// <summary>Stable's quantiles, remembered or asked for. Without them latency is compared at its limit, which is blunter but no less valid.</summary>
    private async Task<(StableQuantiles Quantiles, IReadOnlyList<QueryRecord> Asked, int Posts)> AskQuantilesAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct)
    {
        if (StableQuantiles.Question(plan) is not { } question)
        {
            return (StableQuantiles.Unknown, [], 0);
        }

        var key = (plan.Telemetry.Account, question.Nrql.Text);
        if (_quantiles.TryGetValue<StableQuantiles>(key, out var known))
        {
            return (known ?? throw new UnreachableException(), [], 0);
        }

        var (quantiles, record, posts, isAnswered) = await client.QueryAsync(
            [question], batch => (StableQuantiles.Read(plan, batch), Record(question, batch), batch.Posts, batch[question.Name] is NrqlOutcome.Answered), plan.Telemetry.Account, budget / 2, ct);
        if (isAnswered && StableQuantiles.IsFrozen(plan))
        {
            _quantiles.Set(key, quantiles, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembered });
        }

        return (quantiles, [record], posts);
    }

    private static QueryRecord Record(NrqlQuery query, NrqlBatch batch) =>
        new(query.Name, query.Nrql.Text, batch[query.Name] is NrqlOutcome.Failed failed ? failed.Error.ToString() : "answered");
}
