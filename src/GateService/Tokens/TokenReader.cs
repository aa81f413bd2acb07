using System.Globalization;
using GateService.Callers;
using GateService.Core.Policies.Reading;
using GateService.Core.Words;
using GateService.Yaml;

namespace GateService.Tokens;

/// <summary>
/// Tokens as a file holds them: one map, or a list of maps. JSON is YAML too. What stands in a file may be a token in the wrong place, so no fault repeats any of
/// it but a key that is nearly a field's: faults are read by whoever asks for health.
/// </summary>
internal static class TokenReader
{
    private const string Expected = "a token (name, sha256, team, services, namespaces, roles, expiresAt), or a list of them";

    private static readonly string[] Fields = ["name", "sha256", "team", "services", "namespaces", "roles", "expiresAt"];

    /// <summary>The tokens of a file; a file with any fault gives none.</summary>
    public static IReadOnlyList<TokenOptions> Read(string file, string text, List<PolicyFault> faults)
    {
        var before = faults.Count;
        var unread = new List<PolicyFault>();
        var root = YamlPolicyReader.ReadAny(file, text, Expected, unread);
        faults.AddRange(unread.Select(fault => fault with { Path = "", Message = $"is neither YAML nor JSON: expected {Expected}" }));
        List<TokenOptions> tokens = root switch
        {
            PolicyNode.Map map => [Token(map, faults)],
            PolicyNode.List list => [.. list.Items.Select(item => item is PolicyNode.Map map ? Token(map, faults) : Nothing(item, faults))],
            PolicyNode.Scalar scalar => [Nothing(scalar, faults)],
            _ => [],
        };
        return faults.Count == before ? tokens : [];
    }

    private static TokenOptions Token(PolicyNode.Map map, List<PolicyFault> faults)
    {
        foreach (var (key, value) in map.Entries.Where(entry => Field(entry.Key) is null))
        {
            var near = Closest.To(key, Fields);
            Fault(value, near is null ? "" : key, $"is no field of a token: {(near is null ? $"expected {Expected}" : $"did you mean '{near}'?")}", faults);
        }

        var token = new TokenOptions
        {
            Name = Text(map, "name", faults) ?? "",
            Sha256 = Text(map, "sha256", faults) ?? "",
            Team = Text(map, "team", faults) ?? "",
            Services = [.. Texts(map, "services", faults).Select(service => service.Text)],
            Namespaces = [.. Texts(map, "namespaces", faults).Select(@namespace => @namespace.Text)],
            Roles = [.. Texts(map, "roles", faults).Select(role => Role(role, faults)).OfType<Role>()],
            ExpiresAt = Moment(map, faults),
        };
        if (Node(map, "roles") is PolicyNode.List { Items.Count: 0 } none)
        {
            Fault(none, "roles", $"is empty: expected {EnumNames.Choices<Role>()}, or no roles at all (ask, read and label)", faults);
        }

        foreach (var fault in TokenFaults.Of(token, "token"))
        {
            Fault(map, "", fault, faults);
        }

        return token;
    }

    private static TokenOptions Nothing(PolicyNode node, List<PolicyFault> faults)
    {
        Fault(node, "", $"is no token: expected {Expected}", faults);
        return new TokenOptions();
    }

    /// <summary>The field of that name, however it is capitalised: settings have the same ones in Pascal's way.</summary>
    private static string? Field(string key) => Fields.FirstOrDefault(field => field.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static PolicyNode? Node(PolicyNode.Map map, string field) => map.Entries.FirstOrDefault(entry => Field(entry.Key) == field).Value;

    private static string? Text(PolicyNode.Map map, string field, List<PolicyFault> faults)
    {
        var node = Node(map, field);
        if (node is not (null or PolicyNode.Scalar))
        {
            Fault(node, field, "expected one value", faults);
        }

        return (node as PolicyNode.Scalar)?.Text?.Trim();
    }

    private static List<(string Text, PolicyNode Node)> Texts(PolicyNode.Map map, string field, List<PolicyFault> faults)
    {
        var nodes = Node(map, field) switch { null => [], PolicyNode.List list => list.Items, var one => [one] };
        var texts = new List<(string, PolicyNode)>();
        foreach (var node in nodes)
        {
            if (node is PolicyNode.Scalar { Text: { Length: > 0 } text })
            {
                texts.Add((text, node));
            }
            else
            {
                Fault(node, field, "expected texts", faults);
            }
        }

        return texts;
    }

    private static Role? Role((string Text, PolicyNode Node) said, List<PolicyFault> faults)
    {
        if (EnumNames.Read<Role>(said.Text) is { } role)
        {
            return role;
        }

        Fault(said.Node, "roles", $"is no role: expected {EnumNames.Choices<Role>()}", faults);
        return null;
    }

    private static DateTimeOffset? Moment(PolicyNode.Map map, List<PolicyFault> faults)
    {
        if (Text(map, "expiresAt", faults) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        Fault(Node(map, "expiresAt")!, "expiresAt", "is no moment: expected one such as 2027-06-30T00:00:00Z", faults);
        return null;
    }

    private static void Fault(PolicyNode node, string path, string why, List<PolicyFault> faults) => faults.Add(new PolicyFault(node.Position.File, node.Position.Line, path, why));
}
