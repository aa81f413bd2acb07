using System.Text.RegularExpressions;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>The policy files sorted by kind, before anything is merged.</summary>
internal sealed partial class PolicyFiles
{
    private static readonly string[] Kinds = ["policy", "organisation", "team", "service", "signatures"];

    private readonly List<PolicyFault> _faults;

    public PolicyFiles(IEnumerable<PolicyNode.Map> documents, List<PolicyFault> faults)
    {
        _faults = faults;
        foreach (var document in documents)
        {
            if (PolicyDepth.Fault(document) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                Take(document);
            }
        }
    }

    public Dictionary<string, PolicyNode.Map> Policies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PolicyAssignment> Teams { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, PolicyAssignment> Services { get; } = new(StringComparer.Ordinal);

    public PolicyAssignment? Organisation { get; private set; }

    /// <summary>What every policy has below it: the rules of all files of kind <c>signatures</c>, in the order of their names.</summary>
    public PolicyNode.Map? Ground { get; private set; }

    private void Take(PolicyNode.Map document)
    {
        var fields = new PolicyFields(document, "", _faults);
        var kind = fields.RequiredText("kind", string.Join(", ", Kinds));
        switch (kind)
        {
            case "policy":
                Add(Policies, fields, Name(fields, PolicyName(), "lower-case letters, digits and dashes"), document);
                break;
            case "team":
                Add(Teams, fields, Name(fields, AnyName(), "the team's name"), Assignment(fields));
                break;
            case "service":
                Add(Services, fields, Name(fields, AnyName(), "the service's name in New Relic"), Assignment(fields));
                break;
            case "signatures":
                TakeSignatures(fields, document);
                break;
            case "organisation" when Organisation is null:
                Organisation = Assignment(fields);
                break;
            case "organisation":
                fields.Fault("kind", "there is another organisation file: expected one");
                break;
            case null:
                break;
            default:
                fields.Fault("kind", $"'{kind}': expected {string.Join(", ", Kinds)}{Closest.Hint(kind, Kinds)}");
                break;
        }
    }

    private void TakeSignatures(PolicyFields fields, PolicyNode.Map document)
    {
        fields.RequiredText("name", "a name for these rules");
        fields.Text("description");
        if (fields.Nested("signatures") is not { Map: { Entries.Count: > 0 } rules })
        {
            fields.Fault("signatures", "a file of signatures without rules: expected at least one");
            return;
        }

        fields.RefuseOthers();
        var known = Ground is null ? [] : ((PolicyNode.Map)((PolicyNode.Map)Ground["attribution"]!)["signatures"]!).Entries;
        foreach (var (name, node) in rules.Entries.Where(rule => known.Any(other => other.Key == rule.Key)))
        {
            _faults.Add(new PolicyFault(node.Position.File, node.Position.Line, $"signatures.{name}", "stands in another file of signatures too"));
        }

        var all = new PolicyNode.Map([.. known, .. rules.Entries.Where(rule => known.All(other => other.Key != rule.Key))], document.Position);
        Ground = new PolicyNode.Map([new("attribution", new PolicyNode.Map([new("signatures", all)], document.Position))], document.Position);
    }

    private static string? Name(PolicyFields fields, Regex pattern, string expected)
    {
        var name = fields.RequiredText("name", expected);
        if (name is null || pattern.IsMatch(name))
        {
            return name;
        }

        fields.Fault("name", $"'{name}': expected {expected}");
        return null;
    }

    private static void Add<T>(Dictionary<string, T> to, PolicyFields fields, string? name, T value)
    {
        if (name is not null && !to.TryAdd(name, value))
        {
            fields.Fault("name", $"'{name}' is taken by another file of this kind");
        }
    }

    private static PolicyAssignment Assignment(PolicyFields fields)
    {
        fields.Text("name");
        fields.Text("description");
        var defaults = new Dictionary<Strategy, string>();
        if (fields.Nested("defaults") is { } nested)
        {
            foreach (var strategy in Enum.GetValues<Strategy>())
            {
                if (nested.Text(EnumNames.Of(strategy)) is { } policy)
                {
                    defaults[strategy] = policy;
                }
            }

            nested.RefuseOthers();
        }

        var assignment = new PolicyAssignment(fields.Text("team"), fields.Text("policy"), fields.Text("shadow"), defaults, fields.Nested("overrides")?.Map, fields);
        fields.RefuseOthers();
        return assignment;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z")]
    private static partial Regex PolicyName();

    [GeneratedRegex(@"^[^\p{C}]{1,255}\z")]
    private static partial Regex AnyName();
}
