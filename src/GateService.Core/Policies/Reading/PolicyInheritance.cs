using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Resolves <c>extends</c>: each policy's tree with its ancestors' below it.</summary>
internal static class PolicyInheritance
{
    public static IReadOnlyDictionary<string, PolicyNode.Map> Resolve(IReadOnlyDictionary<string, PolicyNode.Map> policies, List<PolicyFault> faults)
    {
        var resolved = new Dictionary<string, PolicyNode.Map>(StringComparer.Ordinal);
        foreach (var name in policies.Keys)
        {
            if (Tree(name, [], policies, faults) is { } tree)
            {
                resolved[name] = tree;
            }
        }

        return resolved;
    }

    private static PolicyNode.Map? Tree(string name, IReadOnlyList<string> descendants, IReadOnlyDictionary<string, PolicyNode.Map> policies, List<PolicyFault> faults)
    {
        var own = policies[name];
        if (new PolicyFields(own, "", faults).Text("extends") is not { } parent)
        {
            return own;
        }

        IReadOnlyList<string> line = [.. descendants, name];
        var fields = new PolicyFields(own, "", faults);
        if (!policies.ContainsKey(parent))
        {
            fields.Fault("extends", $"there is no policy '{parent}'{Closest.Hint(parent, policies.Keys)}");
            return null;
        }

        if (line.Contains(parent))
        {
            fields.Fault("extends", $"goes round in a circle: {string.Join(" -> ", line)} -> {parent}");
            return null;
        }

        return Tree(parent, line, policies, faults) is { } below ? PolicyMerge.Layer(below.Without("description"), own) : null;
    }
}
