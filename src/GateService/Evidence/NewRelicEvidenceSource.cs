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
    private const string TooLong = "New Relic's answer is too long with it (NewRelic:MaxAnswerBytes); a wider bucket in the policy asks for less";
    private const int RememberedRollouts = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);
    private static readonly TimeSpan Rested = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _whereabouts = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });
    private readonly MemoryCache _quantiles = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });

    public async Task<GateEvidence> GatherAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct)
    {
        var remaining = Remaining.Of(budget, time);
        var first = await AskQuantilesAsync(plan, budget, ct);
        var timeslices = TimesliceQuery.Of(plan);
        var errors = plan is { Attribution: not null, Judged: not null } ? new ErrorQuestion(plan) : null;
        var (questions, unaskable) = QuestionPlanner.Ask(plan, first.Quantiles, timeslices, errors?.Names);
        var queries = questions.SelectMany(question => question.Queries).Concat(errors?.Queries ?? []).ToList();
        if (queries.Count == 0)
        {
            return new GateEvidence { Objectives = unaskable, Queries = [] };
        }

        queries.AddRange(timeslices?.Queries ?? []);

        var evidence = await client.QueryAsync(queries, batch => errors is not null && IsTooLong(batch, questions) ? null : Read(batch, queries, errors, null), plan.Telemetry.Account, remaining.Left, ct);
        if (evidence is null)
        {
            // The objectives' own numbers are short: without what else was asked their answer fits.
            (questions, unaskable) = QuestionPlanner.Ask(plan, first.Quantiles, timeslices, null);
            queries = [.. questions.SelectMany(question => question.Queries), .. timeslices?.Queries ?? []];
            var unknown = new ErrorEvidence { Unavailable = TooLong, CallsUnavailable = TooLong, TimesUnavailable = TooLong };
            evidence = await client.QueryAsync(queries, batch => Read(batch, queries, null, unknown), plan.Telemetry.Account, remaining.Left, ct);
            evidence = evidence with { Posts = evidence.Posts + 1 };
        }

        var found = await LocateAsync(plan, evidence, remaining.AtMost(budget / 4), ct);
        return evidence with
        {
            Whereabouts = found.Whereabouts,
            Queries = [.. first.Asked, .. evidence.Queries, .. found.Asked],
            Posts = first.Posts + evidence.Posts + found.Posts,
            Notes = [.. first.Notes, .. evidence.Notes],
        };

        GateEvidence Read(NrqlBatch batch, IReadOnlyList<NrqlQuery> asked, ErrorQuestion? question, ErrorEvidence? unknown)
        {
            IReadOnlyList<ObjectiveEvidence> objectives = [.. questions.SelectMany(found => found.Read(batch)), .. unaskable];
            return new GateEvidence
            {
                Objectives = objectives,
                Errors = question?.Read(batch, objectives) ?? unknown,
                Timeslices = timeslices?.Read(batch),
                Queries = [.. asked.Select(query => Record(query, batch))],
                Posts = batch.Posts,
                Notes = [.. questions.SelectMany(found => found.Notes(batch)), .. question?.Notes(batch) ?? [], .. timeslices?.Notes(batch) ?? [], .. Messages.Of(asked, batch)],
            };
        }
    }

    public async Task<GateEvidence> TellPodsApartAsync(EvidencePlan plan, GateEvidence evidence, TimeSpan budget, CancellationToken ct)
    {
        var questions = QuestionPlanner.Ask(plan, StableQuantiles.OfEvidence(plan, evidence), null, null).Questions.OfType<RequestQuestion>().ToList();
        var queries = questions.SelectMany(question => question.CanaryPods).ToList();
        return queries.Count == 0 || budget < ShortestLook ? evidence : await client.QueryAsync(
            queries,
            batch => evidence with
            {
                Objectives = [.. evidence.Objectives.Select(known => questions.Aggregate(known, (told, question) => question.ReadCanaryPods(batch, told, evidence.Timeslices)))],
                Queries = [.. evidence.Queries, .. queries.Select(query => Record(query, batch))],
                Posts = evidence.Posts + batch.Posts,
                Notes = [.. evidence.Notes, .. UnavailableCause.Of(batch, queries) is { } cause ? new[] { $"whether young pods of the canary are why is not known: {cause}" } : []],
            },
            plan.Telemetry.Account,
            budget,
            ct);
    }

    private static bool IsTooLong(NrqlBatch batch, IReadOnlyList<Question> questions) => questions.Count > 0 && questions.SelectMany(question => question.Queries)
        .All(query => batch[query.Name] is NrqlOutcome.Failed { Error.Kind: NerdGraphErrorKind.TooLong });

    public void Dispose()
    {
        _quantiles.Dispose();
        _whereabouts.Dispose();
    }

    /// <summary>What there is of the service where no request of the judged slice was found, remembered for some minutes: a canary that does not serve yet is asked about often.</summary>
    private async Task<Located> LocateAsync(EvidencePlan plan, GateEvidence evidence, TimeSpan budget, CancellationToken ct)
    {
        var requests = evidence.Objectives.Where(objective => TrafficCounts.IsOfRequests(plan, objective)).ToList();
        if (requests.Count == 0 || budget < ShortestLook || requests.Exists(objective => objective.Judged is not SliceEvidence.NoData))
        {
            return new Located(null);
        }

        var key = (plan.Telemetry.Account, plan.Telemetry.EventType, plan.Service, plan.Namespace, plan.Cluster, plan.Judged?.Value);
        if (_whereabouts.TryGetValue<Located>(key, out var known))
        {
            return known ?? throw new UnreachableException();
        }

        var question = new WhereaboutsQuestion(plan, requests.Exists(objective => objective.Control is SliceEvidence.Measured));
        var queries = question.Queries;
        var located = await client.QueryAsync(
            queries,
            batch => new Located(question.Read(batch)) { Asked = [.. queries.Select(query => Record(query, batch))], Posts = batch.Posts },
            plan.Telemetry.Account,
            budget,
            ct);
        _whereabouts.Set(key, located with { Asked = [], Posts = 0 }, new MemoryCacheEntryOptions { Size = 1 }.SetAbsoluteExpiration(Rested));
        return located;
    }

    /// <summary>Stable's quantiles, remembered or asked for. Without them latency is compared at its limit, which is blunter but no less valid.</summary>
    private async Task<Learnt> AskQuantilesAsync(EvidencePlan plan, TimeSpan budget, CancellationToken ct)
    {
        var questions = StableQuantiles.Questions(plan).Where(question => question.Fits).ToList();
        if (questions.Count == 0)
        {
            return new Learnt(StableQuantiles.Unknown);
        }

        var key = (plan.Telemetry.Account, string.Join('\n', questions.Select(question => question.Nrql.Text)));
        if (_quantiles.TryGetValue<Learnt>(key, out var known))
        {
            return known ?? throw new UnreachableException();
        }

        var learnt = await client.QueryAsync(
            questions,
            batch => new Learnt(StableQuantiles.Read(plan, batch)) { Asked = [.. questions.Select(question => Record(question, batch))], Posts = batch.Posts, Failure = UnavailableCause.Of(batch, questions) },
            plan.Telemetry.Account,
            budget / 3,
            ct);
        if (learnt.Failure is not null || StableQuantiles.IsFrozen(plan))
        {
            // What was too slow once would take the time of the other questions again and again.
            var kept = new MemoryCacheEntryOptions { Size = 1 };
            _quantiles.Set(key, learnt with { Asked = [], Posts = 0 }, learnt.Failure is null ? kept.SetSlidingExpiration(Remembered) : kept.SetAbsoluteExpiration(Rested));
        }

        return learnt;
    }

    private static QueryRecord Record(NrqlQuery query, NrqlBatch batch) => batch[query.Name] is NrqlOutcome.Failed { Error: var error }
        ? new(query.Name, query.Nrql.Text, error.ToString(), QueryTroubles.Of(error.Kind))
        : new(query.Name, query.Nrql.Text, QueryRecord.Answered);

    /// <summary>What there is of a service, and what asking for it took.</summary>
    private sealed record Located(string? Whereabouts)
    {
        public IReadOnlyList<QueryRecord> Asked { get; init; } = [];

        public int Posts { get; init; }
    }

    /// <summary>What is known of stable's past, and what asking for it took.</summary>
    private sealed record Learnt(StableQuantiles Quantiles)
    {
        public IReadOnlyList<QueryRecord> Asked { get; init; } = [];

        public int Posts { get; init; }

        public string? Failure { get; init; }

        public IEnumerable<string> Notes => Failure is null ? [] : [$"stable's own quantiles before the rollout are not known, and latency and percentiles are compared at their limits: {Failure}"];
    }
}
