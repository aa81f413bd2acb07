using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GateService.Policies;

/// <summary>YAML text to Core's neutral tree, with the line of every node. Syntax errors are faults like any other.</summary>
internal static class YamlPolicyReader
{
    /// <summary>Longest file read, in characters.</summary>
    public const int MostCharacters = 256 * 1024;

    /// <summary>Most nodes of a file, aliases expanded: a few lines of aliases can otherwise stand for billions.</summary>
    private const int MostNodes = 20_000;

    /// <summary>The document, or null with a fault.</summary>
    public static PolicyNode.Map? Read(string file, string yaml, List<PolicyFault> faults)
    {
        if (yaml.Length > MostCharacters)
        {
            faults.Add(new PolicyFault(file, 1, "", $"has {yaml.Length} characters: expected at most {MostCharacters}"));
            return null;
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                var left = MostNodes;
                return (PolicyNode.Map)Convert(file, root, ref left);
            }

            faults.Add(new PolicyFault(file, 1, "", $"holds {stream.Documents.Count} YAML documents: expected one map"));
        }
        catch (YamlException e)
        {
            faults.Add(new PolicyFault(file, (int)e.Start.Line, "", $"is no YAML: {e.Message}"));
        }

        return null;
    }

    private static PolicyNode Convert(string file, YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            throw new YamlException(node.Start, node.End, $"more than {MostNodes} values");
        }

        var position = new PolicyPosition(file, (int)node.Start.Line);
        switch (node)
        {
            case YamlMappingNode map:
                var entries = new List<KeyValuePair<string, PolicyNode>>();
                foreach (var (key, value) in map.Children)
                {
                    entries.Add(new(Key(key), Convert(file, value, ref left)));
                }

                return new PolicyNode.Map(entries, position);
            case YamlSequenceNode list:
                var items = new List<PolicyNode>();
                foreach (var item in list.Children)
                {
                    items.Add(Convert(file, item, ref left));
                }

                return new PolicyNode.List(items, position);
            default:
                return new PolicyNode.Scalar(Text((YamlScalarNode)node), position);
        }
    }

    private static string Key(YamlNode key) =>
        key is YamlScalarNode { Value: { } text } ? text : throw new YamlException(key.Start, key.End, "a key must be a plain text");

    private static string? Text(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value;
}
