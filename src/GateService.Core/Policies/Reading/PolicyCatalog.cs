using System.Collections.Concurrent;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>
/// All policies of one moment, immutable: a request resolves to an effective policy by layers, organisation below team below service.
/// </summary>
public sealed class PolicyCatalog
{
    private readonly PolicyFiles _files;
    private readonly IReadOnlyList<JudgeChoice> _judges;
    private readonly IReadOnlyDictionary<string, PolicyNode.Map> _trees;
    private readonly ConcurrentDictionary<(string Policy, string? Team, string? Service), PolicyResolution> _effective = new();

    private PolicyCatalog(PolicyFiles files, IReadOnlyDictionary<string, PolicyNode.Map> trees, IReadOnlyList<JudgeChoice> judges, IReadOnlyList<GatePolicy> policies)
    {
        _files = files;
        _judges = judges;
        _trees = trees;
        Policies = policies;
    }

    /// <summary>Every named policy as it is without team or service, by name.</summary>
    public IReadOnlyList<GatePolicy> Policies { get; }

    /// <summary>Every policy as some request could get it: by itself, and under each team's and service's layer.</summary>
    public IEnumerable<GatePolicy> EffectivePolicies => Policies.Concat(
        _files.Teams.Select(team => (Team: (string?)team.Key, Service: "")).Concat(_files.Services.Select(service => (service.Value.Team, Service: service.Key)))
            .SelectMany(layer => Enum.GetValues<Strategy>().Select(strategy => Resolve(layer.Service, layer.Team, strategy, null)))
            .OfType<PolicyResolution.Resolved>().Select(resolved => resolved.Policy));

    public IReadOnlyList<string> Teams => [.. _files.Teams.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Services => [.. _files.Services.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The file of a service's own layer; null where it has none.</summary>
    public string? FileOf(string service) => _files.Services.GetValueOrDefault(service)?.File;

    /// <summary>Which layer a file of an origin is: organisation, team or service; policy for everything below them.</summary>
    public string LayerOf(string file) =>
        file == _files.Organisation?.File ? "organisation"
        : _files.Teams.Values.Any(team => team.File == file) ? "team"
        : _files.Services.Values.Any(service => service.File == file) ? "service"
        : "policy";

    /// <summary>Builds a catalog from all files, or reports every fault of all of them.</summary>
    /// <param name="documents">One for each file.</param>
    /// <param name="judges">Those a policy may choose; the first decides where none is named.</param>
    public static PolicyCatalogResult Build(IReadOnlyList<PolicyNode.Map> documents, IReadOnlyList<JudgeChoice> judges)
    {
        var faults = new List<PolicyFault>();
        var files = new PolicyFiles(documents, faults);
        var trees = PolicyInheritance.Resolve(files.Policies, faults).ToDictionary(tree => tree.Key, tree => files.Ground is { } ground ? PolicyMerge.Layer(ground, tree.Value) : tree.Value);
        CheckAssignments(files, faults);
        var policies = new List<GatePolicy>();
        foreach (var (name, tree) in trees.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (PolicyReader.Read(name, Over(tree, files.Organisation), judges, faults) is { } policy)
            {
                policies.Add(policy);
            }
        }

        CheckLayers(files, trees, judges, faults);
        return faults.Count == 0
            ? new PolicyCatalogResult.Built(new PolicyCatalog(files, trees, judges, policies))
            : new PolicyCatalogResult.Faulty([.. faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)]);
    }

    /// <summary>The effective policy of a request.</summary>
    public PolicyResolution Resolve(GateRequest request) => Resolve(request.Service, request.Team, request.Strategy, request.Policy);

    public PolicyResolution Resolve(string service, string? team, Strategy strategy, string? policy)
    {
        var serviceLayer = _files.Services.GetValueOrDefault(service);
        var teamName = team ?? serviceLayer?.Team;
        var teamLayer = teamName is null ? null : _files.Teams.GetValueOrDefault(teamName);
        var name = policy ?? serviceLayer?.For(strategy) ?? teamLayer?.For(strategy) ?? _files.Organisation?.For(strategy);
        if (name is null)
        {
            return new PolicyResolution.Unresolved($"no policy is assigned for strategy {EnumNames.Of(strategy)}: name one in the request or in the organisation file");
        }

        return _trees.ContainsKey(name)
            ? _effective.GetOrAdd((name, teamLayer is null ? null : teamName, serviceLayer is null ? null : service), Effective)
            : new PolicyResolution.Unresolved($"there is no policy '{name}'{Closest.Hint(name, _trees.Keys)}");
    }

    /// <summary>The policy that judges a canary beside its own and decides nothing; null where nobody named one, or it is its own.</summary>
    public GatePolicy? Shadow(GateRequest request)
    {
        var service = _files.Services.GetValueOrDefault(request.Service);
        var team = (request.Team ?? service?.Team) is { } name ? _files.Teams.GetValueOrDefault(name) : null;
        return request.Strategy == Strategy.Canary && (service?.Shadow ?? team?.Shadow ?? _files.Organisation?.Shadow) is { } shadow
            && Resolve(request.Service, request.Team, request.Strategy, shadow) is PolicyResolution.Resolved { Policy: var beside }
            && Resolve(request) is PolicyResolution.Resolved { Policy: var own } && own.Name != beside.Name
                ? beside
                : null;
    }

    private PolicyResolution Effective((string Policy, string? Team, string? Service) key)
    {
        var faults = new List<PolicyFault>();
        var tree = Over(_trees[key.Policy], _files.Organisation);
        tree = Over(tree, key.Team is null ? null : _files.Teams[key.Team]);
        tree = Over(tree, key.Service is null ? null : _files.Services[key.Service]);
        return PolicyReader.Read(key.Policy, tree, _judges, faults) is { } policy
            ? new PolicyResolution.Resolved(policy)
            : new PolicyResolution.Unresolved($"the layers of this request do not make a policy: {faults[0]}");
    }

    private static PolicyNode.Map Over(PolicyNode.Map tree, PolicyAssignment? layer) =>
        layer?.Overrides is { } overrides ? PolicyMerge.Layer(tree, overrides) : tree;

    private static void CheckAssignments(PolicyFiles files, List<PolicyFault> faults)
    {
        var known = files.Policies.Keys;
        var objectives = files.Policies.Values.SelectMany(ObjectiveNames).ToHashSet();
        foreach (var layer in files.Teams.Values.Concat(files.Services.Values).Append(files.Organisation).OfType<PolicyAssignment>())
        {
            foreach (var (key, policy) in layer.Named.Where(named => !known.Contains(named.Policy)))
            {
                layer.Fields.Fault(key, $"there is no policy '{policy}'{Closest.Hint(policy, known)}");
            }

            if (layer.Team is { } team && !files.Teams.ContainsKey(team))
            {
                layer.Fields.Fault("team", $"there is no team '{team}'{Closest.Hint(team, files.Teams.Keys)}");
            }

            CheckOverrides(layer, objectives, faults);
        }
    }

    /// <summary>An override that fits no policy at all would be ignored everywhere: a typo.</summary>
    private static void CheckOverrides(PolicyAssignment layer, HashSet<string> objectives, List<PolicyFault> faults)
    {
        if (layer.Overrides?["objectives"] is not PolicyNode.Map overridden)
        {
            return;
        }

        foreach (var (name, node) in overridden.Entries.Where(entry => !objectives.Contains(entry.Key)))
        {
            if (node is not PolicyNode.Map map || map["kind"] is null)
            {
                faults.Add(new PolicyFault(
                    node.Position.File, node.Position.Line, $"overrides.objectives.{name}", $"no policy has an objective '{name}'{Closest.Hint(name, objectives)}"));
            }
        }
    }

    /// <summary>Reads what every team and service would get, so that a bad layer is found now and not during a rollout.</summary>
    private static void CheckLayers(PolicyFiles files, IReadOnlyDictionary<string, PolicyNode.Map> trees, IReadOnlyList<JudgeChoice> judges, List<PolicyFault> faults)
    {
        var layered = files.Teams.Values.Select(team => (Lower: (PolicyAssignment?)null, Upper: team))
            .Concat(files.Services.Values.Select(service => (Lower: service.Team is null ? null : files.Teams.GetValueOrDefault(service.Team), Upper: service)));
        foreach (var (lower, upper) in layered.Where(pair => pair.Upper.Overrides is not null))
        {
            foreach (var name in Enum.GetValues<Strategy>().Select(strategy => upper.For(strategy) ?? lower?.For(strategy) ?? files.Organisation?.For(strategy))
                .Append(upper.Shadow ?? lower?.Shadow ?? files.Organisation?.Shadow).OfType<string>().Distinct())
            {
                if (trees.TryGetValue(name, out var tree))
                {
                    PolicyReader.Read(name, Over(Over(Over(tree, files.Organisation), lower), upper), judges, faults);
                }
            }
        }
    }

    private static IEnumerable<string> ObjectiveNames(PolicyNode.Map policy) =>
        policy["objectives"] is PolicyNode.Map objectives ? objectives.Entries.Select(entry => entry.Key) : [];
}
