namespace GateService.Core.Policies.Reading;

/// <summary>
/// How deep a policy file may nest. Merging and reading recurse over its nodes, and a stack that overflows takes the process along, so that whatever
/// comes in is measured first, without recursion.
/// </summary>
public static class PolicyDepth
{
    /// <summary>Most maps and lists within each other, the file's own map included; the deepest setting there is needs seven.</summary>
    public const int Most = 32;

    /// <summary>What is wrong with the document, or null.</summary>
    internal static PolicyFault? Fault(PolicyNode.Map document)
    {
        var open = new Stack<(PolicyNode Node, int Depth)>([(document, 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > Most)
            {
                return new PolicyFault(next.Node.Position.File, next.Node.Position.Line, "", $"nests more than {Most} levels deep");
            }

            foreach (var child in Children(next.Node).Where(child => child is not PolicyNode.Scalar))
            {
                open.Push((child, next.Depth + 1));
            }
        }

        return null;
    }

    private static IEnumerable<PolicyNode> Children(PolicyNode node) => node switch
    {
        PolicyNode.Map map => map.Entries.Select(entry => entry.Value),
        PolicyNode.List list => list.Items,
        _ => [],
    };
}
