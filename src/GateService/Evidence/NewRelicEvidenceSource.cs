using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.Rations;
using GateService.Wire;
using Microsoft.Extensions.Caching.Memory;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Evidence;

/// <summary>
/// Gathers evidence from New Relic: what the objectives of a plan are judged by in one NerdGraph POST, and where that leaves something to explain, what explains it in a
/// second one, within the same time. The first evaluation of a rollout takes one more, because stable's own latency before it must be known before requests slower than
/// that can be counted.
/// </summary>
internal sealed class NewRelicEvidenceSource(SharedQueries newRelic, ClosedBuckets buckets, TimeProvider time) : IEvidenceSource, IDisposable
{
    /// <summary>One that keeps nothing.</summary>
    public NewRelicEvidenceSource(SharedQueries newRelic, TimeProvider time)
        : this(newRelic, new ClosedBuckets(newRelic, null, time), time)
    {
    }

    /// <summary>One that shares its questions with nobody.</summary>
    public NewRelicEvidenceSource(NerdGraphClient client, TimeProvider time)
        : this(new SharedQueries(client, time), time)
    {
    }

    private const int RememberedRollouts = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);
    private static readonly TimeSpan Rested = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _whereabouts = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });
    private readonly MemoryCache _ill = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });
    private readonly MemoryCache _quantiles = new(new MemoryCacheOptions { SizeLimit = RememberedRollouts });

    public async Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct)
    {
        var remaining = Remaining.Of(budget, time);
        var learnt = await AskQuantilesAsync(plan, budget, ct);
        var inquiry = new Inquiry(plan, learnt.Quantiles);
        if (inquiry.First.Count == 0)
        {
            return inquiry.Nothing;
        }

        NrqlBatch? counts = null;
        var closed = buckets.Kept(plan);
        var first = await buckets.QueryAsync(inquiry.First, Read, plan.Telemetry.Account, PriorityOf(plan), remaining.Left, closed, ct);
        var found = await LocateAsync(plan, first, remaining.AtMost(budget / 4), ct);
        first = first with
        {
            Whereabouts = found.Whereabouts,
            Queries = [.. learnt.Asked, .. first.Queries, .. found.Asked],
            Posts = learnt.Posts + first.Posts + found.Posts,
            Notes = [.. learnt.Notes, .. first.Notes],
        };
        var left = inquiry.HasMore ? open(first) : OpenQuestions.None;
        var explaining = inquiry.Explaining(left, counts is not null);
        if (explaining.Count == 0)
        {
            _ill.Remove(RolloutOf(plan));
            return first;
        }

        _ill.Set(RolloutOf(plan), true, new MemoryCacheEntryOptions { Size = 1 }.SetAbsoluteExpiration(Remembered));
        return await buckets.QueryAsync(explaining, batch => inquiry.Explain(first, left, batch, counts), plan.Telemetry.Account, QueryPriority.Step, remaining.Left, closed, ct);

        GateEvidence Read(NrqlBatch batch)
        {
            var evidence = inquiry.Read(batch);

            // What was expected is asked next, and the counts are read by it; nobody else reads them twice.
            counts = evidence.Symptoms is { MayBeExpected: true } ? batch : null;
            return evidence;
        }
    }

    public async Task<GateEvidence> TellPodsApartAsync(EvidencePlan plan, GateEvidence evidence, TimeSpan budget, CancellationToken ct)
    {
        var questions = QuestionPlanner.Ask(plan, StableQuantiles.OfEvidence(plan, evidence), null, null).Questions.OfType<RequestQuestion>().ToList();
        var queries = questions.SelectMany(question => question.CanaryPods).ToList();
        if (queries.Count == 0)
        {
            return evidence;
        }

        if (budget < ShortestLook)
        {
            return evidence with
            {
                Objectives = [.. evidence.Objectives.Select(known => questions.Aggregate(known, (told, question) => question.WithoutCanaryPods(told, "no time was left to ask, within the deadline of this evaluation")))],
            };
        }

        return await buckets.QueryAsync(
            queries,
            batch => evidence with
            {
                Objectives = [.. evidence.Objectives.Select(known => questions.Aggregate(known, (told, question) => question.ReadCanaryPods(batch, told, evidence.Timeslices)))],
                Queries = [.. evidence.Queries, .. queries.Select(query => Inquiry.Record(query, batch))],
                Posts = evidence.Posts + batch.Posts,
            },
            plan.Telemetry.Account,
            QueryPriority.Step,
            budget,
            buckets.Until(plan),
            ct);
    }

    public void Dispose()
    {
        _ill.Dispose();
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
        var located = await newRelic.QueryAsync(
            queries,
            batch => new Located(question.Read(batch)) { Asked = [.. queries.Select(query => Inquiry.Record(query, batch))], Posts = batch.Posts },
            plan.Telemetry.Account,
            PriorityOf(plan),
            budget,
            ct);
        if (located.IsRationed)
        {
            return located;
        }

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

        var key = KeyOf(plan, questions);
        if (_quantiles.TryGetValue<Learnt>(key, out var known))
        {
            return known ?? throw new UnreachableException();
        }

        var learnt = await buckets.QueryAsync(
            questions,
            batch => new Learnt(StableQuantiles.Read(plan, batch)) { Asked = [.. questions.Select(question => Inquiry.Record(question, batch))], Posts = batch.Posts, Failure = UnavailableCause.Of(batch, questions) },
            plan.Telemetry.Account,
            PriorityOf(plan),
            budget / 3,
            buckets.Kept(plan),
            ct);
        if (learnt.IsRationed)
        {
            return learnt;
        }

        if (learnt.Failure is not null || StableQuantiles.IsClosed(plan, buckets.Until(plan)))
        {
            // What was too slow once would take the time of the other questions again and again.
            var kept = new MemoryCacheEntryOptions { Size = 1 };
            _quantiles.Set(key, learnt with { Asked = [], Posts = 0 }, learnt.Failure is null ? kept.SetSlidingExpiration(Remembered) : kept.SetAbsoluteExpiration(Rested));
        }

        return learnt;
    }

    /// <summary>A step waits for its answer; beside the steps, a rollout in which something was wrong the last time must not wait either.</summary>
    private QueryPriority PriorityOf(EvidencePlan plan) => plan.Mode switch
    {
        GateMode.Step or GateMode.Preflight => QueryPriority.Step,
        GateMode.Background => _ill.TryGetValue(RolloutOf(plan), out _) ? QueryPriority.Step : QueryPriority.Background,
    };

    /// <summary>Of the questions only a hash is kept: their text is ten times what was learnt.</summary>
    private static object KeyOf(EvidencePlan plan, IEnumerable<NrqlQuery> questions) =>
        (plan.Telemetry.Account, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', questions.Select(question => question.Nrql.Text))))));

    private static object RolloutOf(EvidencePlan plan) => (plan.Service, plan.Cluster, plan.Namespace, plan.Rollout, plan.Judged?.Value);

    private static bool IsRefused(IReadOnlyList<QueryRecord> asked) => asked.Any(query => query.Trouble == QueryTrouble.Rationed);

    /// <summary>What there is of a service, and what asking for it took.</summary>
    private sealed record Located(string? Whereabouts)
    {
        /// <summary>Nobody was asked: that says nothing of the next time.</summary>
        public bool IsRationed => IsRefused(Asked);

        public IReadOnlyList<QueryRecord> Asked { get; init; } = [];

        public int Posts { get; init; }
    }

    /// <summary>What is known of stable's past, and what asking for it took.</summary>
    private sealed record Learnt(StableQuantiles Quantiles)
    {
        /// <summary>Nobody was asked: that says nothing of the next time.</summary>
        public bool IsRationed => IsRefused(Asked);

        public IReadOnlyList<QueryRecord> Asked { get; init; } = [];

        public int Posts { get; init; }

        public string? Failure { get; init; }

        public IEnumerable<string> Notes => Failure is null ? [] : [$"stable's own quantiles before the rollout are not known, and latency and percentiles are compared at their limits: {Failure}"];
    }
}
