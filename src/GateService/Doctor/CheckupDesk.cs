using GateService.Callers;
using GateService.Core;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Evidence;
using GateService.History;
using GateService.Policies;
using GateService.Rations;
using GateService.Yaml;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Doctor;

/// <summary>Walks the whole way from a rollout to its verdict: a few questions about every kind of telemetry, more about the one that is there, and its policies tried on it.</summary>
internal sealed class CheckupDesk(
    SharedQueries newRelic, NerdGraphClient client, IEvidenceSource source, GateEvaluator evaluator, PolicyStore policies, DecisionStore store, IEnumerable<IJudge> judges, TimeProvider time)
{
    /// <summary>Of each of the three rounds of questions, and of each policy that is tried.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<IJudge> _judges = [.. judges];

    public async Task<CheckupReport> WalkAsync(CheckupRequest request, Caller caller, CancellationToken ct)
    {
        var current = policies.Current;
        var asked = new List<CheckupQuery>();
        var facts = await SightAsync(request, caller, current, asked, ct);
        if (facts.Chosen is not { } chosen)
        {
            return Report(facts, asked, null);
        }

        facts = facts with { Today = facts.Policy is { } policy && facts.IsJudgedByChosen ? await TryAsync(facts, policy, ct) : null };
        return Report(facts, asked, await ProposeAsync(facts, chosen, current.Files, ct));
    }

    /// <summary>Hashes of the versions that serve, as pods tell them; null where none is known.</summary>
    public async Task<(string? Stable, string? Canary)> VersionsAsync(CheckupRequest request, Caller caller, CancellationToken ct)
    {
        var versions = (await SightAsync(request, caller, policies.Current, [], ct)).Versions;
        return (versions.Stable, versions.Canary);
    }

    private async Task<CheckupFacts> SightAsync(CheckupRequest request, Caller caller, PolicySnapshot current, List<CheckupQuery> asked, CancellationToken ct)
    {
        var resolution = current.Catalog.Resolve(request.Service, request.Team, Strategy.Canary, null);
        var account = (resolution as PolicyResolution.Resolved)?.Policy.Telemetry.Account;
        var facts = new CheckupFacts
        {
            Request = request,
            Caller = caller,
            Catalog = current.Catalog,
            PolicyFaults = current.Faults.Count,
            KeepsDecisions = store.IsEnabled,
            Account = client.IdOf(account),
            Resolution = resolution,
        };
        return await DetailAsync(await LookAsync(facts, account, asked, ct), account, asked, ct);
    }

    private async Task<CheckupFacts> LookAsync(CheckupFacts facts, string? account, List<CheckupQuery> asked, CancellationToken ct)
    {
        var kinds = TelemetryCandidate.All(facts.Request, facts.Catalog, account).Select(candidate => new KindQuestion(candidate)).Where(question => question.Query.Fits).ToList();
        var agents = new AgentQuestion(facts.Request);
        return await AskAsync([.. kinds.Select(question => question.Query), agents.Query], account, asked, batch =>
        {
            var (sightings, told) = (kinds.ConvertAll(question => question.Read(batch)), agents.Read(batch));
            return facts with
            {
                Sightings = sightings,
                Agents = told,
                Chosen = PreferredKind.Of(sightings, told),
                AccountTrouble = sightings.TrueForAll(sighting => sighting.Trouble is not null) ? sightings.FirstOrDefault()?.Trouble : null,
            };
        }, ct);
    }

    private async Task<CheckupFacts> DetailAsync(CheckupFacts facts, string? account, List<CheckupQuery> asked, CancellationToken ct)
    {
        if (facts.Chosen is not { } chosen)
        {
            return facts;
        }

        var question = new DetailQuestion(facts.Request, chosen);
        var details = await AskAsync(question.Queries, account, asked, question.Read, ct);
        return facts with
        {
            Details = details,
            Versions = chosen.Candidate.Plan.Telemetry.SeesPods ? Versions.Of(facts.Request.Rollout, details.Pods, chosen.Requests, facts.Request.CanaryHash) : Versions.None,
        };
    }

    private Task<T> AskAsync<T>(IReadOnlyList<NrqlQuery> queries, string? account, List<CheckupQuery> asked, Func<NrqlBatch, T> read, CancellationToken ct) => newRelic.QueryAsync(
        queries,
        batch =>
        {
            lock (asked)
            {
                asked.AddRange(queries.Select(query => new CheckupQuery(query.Name, query.Nrql.Text, UnavailableCause.Of(batch, [query]))));
            }

            return read(batch);
        },
        account,
        QueryPriority.Background,
        Patience,
        ct);

    /// <summary>A step where two versions serve, else stable alone; null where no version is known.</summary>
    private async Task<GateEvaluation?> TryAsync(CheckupFacts facts, GatePolicy policy, CancellationToken ct)
    {
        var request = facts.Request;
        if ((request.StableHash ?? facts.Versions.Stable) is not { } stable)
        {
            return null;
        }

        var canary = request.CanaryHash ?? facts.Versions.Canary;
        var question = request.Unsliced with
        {
            Strategy = Strategy.Canary,
            Mode = canary is null ? GateMode.Preflight : GateMode.Step,
            CanaryHash = canary,
            StableHash = stable,
            Window = request.To - request.From,
            At = request.IsNow ? null : request.To,
        };
        return await evaluator.EvaluateAsync(question, new PolicyResolution.Resolved(policy), new EvaluationMoment(time.GetUtcNow()), source, Patience, ct);
    }

    private async Task<ProposedPolicy> ProposeAsync(CheckupFacts facts, KindSighting chosen, IReadOnlyDictionary<string, string> files, CancellationToken ct)
    {
        var tried = facts.IsJudgedByChosen && facts.Policy!.Name == chosen.Candidate.Policy.Name ? facts.Today : await TryAsync(facts, chosen.Candidate.Policy, ct);
        var file = facts.Catalog.FileOf(facts.Request.Service) ?? $"services/{FileName(facts.Request.Service)}.yaml";
        var yaml = PolicyProposal.Of(facts, chosen, tried);
        var faults = new List<PolicyFault>();
        var texts = new SortedDictionary<string, string>(files.ToDictionary(), StringComparer.Ordinal) { [file] = yaml };
        var proposed = PolicyTexts.Build(texts, _judges, faults) is PolicyCatalogResult.Built built && faults.Count == 0
            && built.Catalog.Resolve(facts.Request.Service, facts.Request.Team, Strategy.Canary, null) is PolicyResolution.Resolved { Policy: var policy } ? policy : null;
        return new ProposedPolicy(file, yaml, proposed is null ? [] : ObjectiveSights.Of(tried is not null && proposed.Revision == tried.Policy?.Revision ? tried : await TryAsync(facts, proposed, ct)));
    }

    private static CheckupReport Report(CheckupFacts facts, IReadOnlyList<CheckupQuery> asked, ProposedPolicy? proposal)
    {
        var objectives = ObjectiveSights.Of(facts.Today);
        IReadOnlyList<CheckupStep> steps = [.. CheckupSteps.Of(facts), .. Seen(facts, objectives, proposal)];
        return new CheckupReport
        {
            Service = facts.Request.Service,
            Rollout = facts.Request.Rollout,
            From = facts.Request.From,
            To = facts.Request.To,
            State = CheckupWorst.Of(steps),
            Steps = steps,
            Telemetry = facts.Chosen?.Kind,
            Agents = CheckupSteps.Senders(facts),
            StableHash = facts.Request.StableHash ?? facts.Versions.Stable,
            CanaryHash = facts.Request.CanaryHash ?? facts.Versions.Canary,
            Policy = facts.Policy?.Name,
            Objectives = objectives,
            Proposal = proposal,
            Queries = asked,
        };
    }

    private static IEnumerable<CheckupStep> Seen(CheckupFacts facts, IReadOnlyList<ObjectiveSight> objectives, ProposedPolicy? proposal)
    {
        if (facts.Chosen is not null && objectives.Count == 0 && proposal is { Objectives.Count: 0 })
        {
            yield return new("objectives", CheckupState.Unknown, facts.Today?.Summary ?? "which objectives can be seen is not known: nothing tells the rollout's versions", "say the hashes (stableHash, canaryHash)");
        }

        foreach (var blind in objectives.Where(sight => !sight.IsSeen))
        {
            yield return new("objectives", CheckupState.Gap, $"{blind.Objective} sees nothing: {blind.Says}");
        }

        if (objectives.Count(sight => sight.IsSeen) is var seen and > 0)
        {
            var left = ObjectiveSights.LeftOut(facts.Today);
            yield return new("objectives", CheckupState.Fine, $"{seen} of {objectives.Count + left.Count} objectives of {facts.Policy?.Name} are seen{LeftOut(facts.Today, left)}");
        }
    }

    private static string LeftOut(GateEvaluation? today, IReadOnlyList<string> left) => left.Count == 0 ? ""
        : today?.Request.Mode == GateMode.Preflight ? $"; one version serves, and it takes two to judge {string.Join(", ", left)}"
        : $"; not judged: {string.Join(", ", left)}";

    private static string FileName(string service) => string.Concat(service.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'));
}
