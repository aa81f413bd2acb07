using GateService.Core.Policies.Reading;
using YamlDotNet.Core;

namespace GateService.Yaml;

/// <summary>
/// YAML text to Core's neutral tree, with the line of every node. Whatever a text does to the parser comes out as a fault of its file: files are
/// read while rollouts wait, and any token holder may send some.
/// </summary>
public static class YamlPolicyReader
{
    /// <summary>Longest file read, in characters.</summary>
    public const int MostCharacters = 256 * 1024;

    /// <summary>The document, or null with a fault.</summary>
    public static PolicyNode.Map? Read(string file, string yaml, List<PolicyFault> faults) => Read(file, yaml, faults, tree => tree.Read());

    /// <summary>The document, a list or a single value too, or null with a fault.</summary>
    /// <param name="expected">What is said where it holds nothing.</param>
    public static PolicyNode? ReadAny(string file, string yaml, string expected, List<PolicyFault> faults) => Read(file, yaml, faults, tree => tree.ReadAny(expected));

    private static T? Read<T>(string file, string yaml, List<PolicyFault> faults, Func<YamlTree, T?> read)
        where T : PolicyNode
    {
        if (yaml.Length > MostCharacters)
        {
            faults.Add(new PolicyFault(file, 1, "", $"has {yaml.Length} characters: expected at most {MostCharacters}"));
            return null;
        }

        if (UnprintableCharacter.Fault(file, yaml) is { } unprintable)
        {
            faults.Add(unprintable);
            return null;
        }

        var tree = new YamlTree(file, yaml.AsSpan().TrimEnd().Count('\n') + 1, new Parser(new StringReader(yaml.TrimStart('\uFEFF'))));
        try
        {
            if (read(tree) is { } root)
            {
                return root;
            }

            faults.Add(tree.Fault!);
        }
#pragma warning disable CA1031 // The parser throws more than its own exceptions, InvalidOperationException for an unclosed bracket among them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            faults.Add(tree.Broken(e));
        }

        return null;
    }
}
