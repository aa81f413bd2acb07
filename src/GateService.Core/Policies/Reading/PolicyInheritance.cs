using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Resolves <c>extends</c>: each policy's tree with its ancestors' below it.</summary>
internal sealed class PolicyInheritance
{
    /// <summary>Most policies above one: nobody follows more, and a line of thousands would overflow the stack.</summary>
    private const int MostAncestors = 16;

    private readonly IReadOnlyDictionary<string, PolicyNode.Map> _policies;
    private readonly List<PolicyFault> _faults;
    private readonly Dictionary<string, (PolicyNode.Map? Tree, int Ancestors)> _resolved = new(StringComparer.Ordinal);

    private PolicyInheritance(IReadOnlyDictionary<string, PolicyNode.Map> policies, List<PolicyFault> faults) => (_policies, _faults) = (policies, faults);

    public static IReadOnlyDictionary<string, PolicyNode.Map> Resolve(IReadOnlyDictionary<string, PolicyNode.Map> policies, List<PolicyFault> faults)
    {
        var inheritance = new PolicyInheritance(policies, faults);
        return policies.Keys.Select(name => (Name: name, inheritance.Resolved(name, []).Tree))
            .Where(policy => policy.Tree is not null).ToDictionary(policy => policy.Name, policy => policy.Tree!, StringComparer.Ordinal);
    }

    /// <summary>Every policy once, however many extend it; what has a fault stays without a tree, and so does what extends it.</summary>
    private (PolicyNode.Map? Tree, int Ancestors) Resolved(string name, IReadOnlyList<string> descendants)
    {
        if (!_resolved.TryGetValue(name, out var resolved))
        {
            resolved = Layered(name, descendants);
            _resolved[name] = resolved;
        }

        return resolved;
    }

    private (PolicyNode.Map? Tree, int Ancestors) Layered(string name, IReadOnlyList<string> descendants)
    {
        var own = _policies[name];
        var fields = new PolicyFields(own, "", _faults);
        if (fields.Text("extends") is not { } parent)
        {
            return (own, 0);
        }

        IReadOnlyList<string> line = [.. descendants, name];
        var fault = !_policies.ContainsKey(parent) ? $"there is no policy '{parent}'{Closest.Hint(parent, _policies.Keys)}"
            : line.Contains(parent) ? $"goes round in a circle: {string.Join(" -> ", line)} -> {parent}"
            : line.Count > MostAncestors ? TooMany(line[0])
            : null;
        if (fault is not null)
        {
            fields.Fault("extends", fault);
            return (null, 0);
        }

        var (below, ancestors) = Resolved(parent, line);
        if (below is not null && ancestors >= MostAncestors)
        {
            fields.Fault("extends", TooMany(name));
            return (null, 0);
        }

        return (below is null ? null : PolicyMerge.Layer(below.Without("description"), own), ancestors + 1);
    }

    private static string TooMany(string first) => $"goes through more than {MostAncestors} policies, from {first} on: extend one that stands nearer";
}
